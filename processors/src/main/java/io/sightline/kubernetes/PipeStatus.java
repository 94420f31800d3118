package io.sightline.kubernetes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a Pipe's status says, in the words of Camel K.
 *
 * @param exists whether there is a status at all
 * @param phase {@code Creating}, {@code Ready} or {@code Error}; empty when nobody has written one yet
 * @param observedGeneration of the specification that this is about; 0 when nobody has said
 * @param replicas how many processes run it; negative when that is not known
 * @param others conditions of other types, which belong to whoever writes them
 */
public record PipeStatus(
        boolean exists,
        String phase,
        long observedGeneration,
        long replicas,
        ReadyCondition ready,
        List<Map<?, ?>> others) {
    static final String CREATING = "Creating";
    static final String READY = "Ready";
    static final String ERROR = "Error";

    public PipeStatus {
        others = List.copyOf(others);
    }

    static PipeStatus of(Tree status) {
        var ready = ReadyCondition.NONE;
        var others = new ArrayList<Map<?, ?>>();
        for (var condition : status.items("conditions")) {
            if (condition.text("type").equals(ReadyCondition.TYPE)) {
                ready = ReadyCondition.of(condition);
            } else {
                others.add(condition.values());
            }
        }
        return new PipeStatus(
                !status.values().isEmpty(),
                status.text("phase"),
                status.number("observedGeneration").orElse(0L),
                status.number("replicas").orElse(-1L),
                ready,
                others);
    }

    /** Whether both say the same of a Pipe; conditions of others do not count, nor do times. */
    public boolean isLike(PipeStatus other) {
        return phase.equals(other.phase)
                && observedGeneration == other.observedGeneration
                && replicas == other.replicas
                && ready.isLike(other.ready);
    }

    /**
     * The patch (RFC 6902) that makes the status of a Pipe this one. It counts for that version of the Pipe alone, and
     * leaves alone what others have written.
     *
     * @param version the resource version that it was made for
     * @param former what the status says in that version
     */
    public List<Map<String, Object>> patch(String version, PipeStatus former, Instant now) {
        var conditions = new ArrayList<Object>(former.others);
        conditions.add(ready.after(former.ready, now).tree(now));
        var patch = new ArrayList<Map<String, Object>>();
        patch.add(Map.of("op", "replace", "path", "/metadata/resourceVersion", "value", version));
        if (!former.exists) {
            patch.add(add("/status", Map.of()));
        }
        patch.add(add("/status/phase", phase));
        patch.add(add("/status/observedGeneration", observedGeneration));
        if (replicas >= 0) {
            patch.add(add("/status/replicas", replicas));
        } else if (former.replicas >= 0) {
            patch.add(Map.of("op", "remove", "path", "/status/replicas"));
        }
        patch.add(add("/status/conditions", conditions));
        return patch;
    }

    /** Replaces what is there. */
    private static Map<String, Object> add(String path, Object value) {
        return Map.of("op", "add", "path", path, "value", value);
    }
}
