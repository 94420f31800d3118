package io.sightline.kubernetes;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers what this process last said of each Pipe, so that it says each thing once. Whatever somebody else makes of
 * a status then stays until there is something new to say, or until the memory is lost on purpose: two writers that do
 * not agree must not answer each other without end.
 */
public final class StatusBook {
    private final Map<String, PipeStatus> said = new HashMap<>();

    /** The status when it is to be written. */
    public Optional<PipeStatus> due(ClusterResource pipe, PipeStatus wanted) {
        var last = said.get(pipe.uid());
        if (last == null && pipe.status().isLike(wanted)) {
            said.put(pipe.uid(), wanted);
            return Optional.empty();
        }
        return last != null && last.isLike(wanted) ? Optional.empty() : Optional.of(wanted);
    }

    /** It was written. */
    public void note(ClusterResource pipe, PipeStatus status) {
        said.put(pipe.uid(), status);
    }

    /** Whatever was said of all others does not count any more. */
    public void keep(Collection<ClusterResource> pipes) {
        var uids = new HashSet<String>();
        pipes.forEach(pipe -> uids.add(pipe.uid()));
        said.keySet().retainAll(uids);
    }

    /** From now on it is compared with what the API server has. */
    public void forget() {
        said.clear();
    }
}
