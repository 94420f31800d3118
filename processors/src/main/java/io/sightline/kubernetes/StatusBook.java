package io.sightline.kubernetes;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers what this process last said of each Pipe, so that it says each thing once. Whatever somebody else makes of
 * a status then stays until there is something new to say, or until the memory is doubted: two writers that do not
 * agree must not answer each other without end.
 */
public final class StatusBook {
    private final Map<String, PipeStatus> said = new HashMap<>();
    private final Set<String> doubted = new HashSet<>();

    /** The status when it is to be written. */
    public Optional<PipeStatus> due(ClusterResource pipe, PipeStatus wanted) {
        var last = doubted.contains(pipe.uid()) ? null : said.get(pipe.uid());
        if (last == null && pipe.status().isLike(wanted)) {
            note(pipe, wanted);
            return Optional.empty();
        }
        return last != null && last.isLike(wanted) ? Optional.empty() : Optional.of(wanted);
    }

    /** It was written. */
    public void note(ClusterResource pipe, PipeStatus status) {
        said.put(pipe.uid(), status);
        doubted.remove(pipe.uid());
    }

    /** What this process last said of a Pipe; empty when it never did, or speaks of it no more. */
    public Optional<PipeStatus> last(ClusterResource pipe) {
        return Optional.ofNullable(said.get(pipe.uid()));
    }

    /** It is not for this process to speak of it any more. */
    public void remove(ClusterResource pipe) {
        said.remove(pipe.uid());
        doubted.remove(pipe.uid());
    }

    /** All others are gone. */
    public void keep(Collection<ClusterResource> pipes) {
        var uids = new HashSet<String>();
        pipes.forEach(pipe -> uids.add(pipe.uid()));
        said.keySet().retainAll(uids);
        doubted.retainAll(uids);
    }

    /** From now on it is compared with what the API server has. */
    public void doubt() {
        doubted.addAll(said.keySet());
    }
}
