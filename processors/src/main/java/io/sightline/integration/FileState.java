package io.sightline.integration;

import java.time.Instant;
import java.util.List;

/**
 * How a file of routes fares.
 *
 * @param file its name
 * @param since when it became so
 * @param message what is wrong or remarkable, and the way out; empty when there is nothing to say
 * @param findings what its judgement found, when that is why
 */
public record FileState(String file, Condition condition, Instant since, String message, List<Diagnostic> findings) {
    public FileState {
        findings = List.copyOf(findings);
    }

    /** What has become of a file. */
    public enum Condition {
        /** It runs as it is. */
        LIVE,
        /** It has errors; what ran of it before goes on. */
        INVALID,
        /** It has none, but did not start; what ran of it before goes on. */
        FAILED,
        /** A change of it, or of what it uses, failed, and what ran before did not start again; that is tried again. */
        DOWN,
        /** It is gone, and so is what ran of it. */
        REMOVED
    }

    /** Whether both say the same, whenever they began to. */
    public boolean isLike(FileState other) {
        return condition == other.condition && message.equals(other.message) && findings.equals(other.findings);
    }
}
