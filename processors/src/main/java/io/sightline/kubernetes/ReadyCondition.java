package io.sightline.kubernetes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The condition Ready of a Pipe.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason a word in one piece, for machines
 * @param message for people
 * @param since when the status last changed; empty when it never did
 */
public record ReadyCondition(String status, String reason, String message, String since) {
    static final String TYPE = "Ready";
    static final ReadyCondition NONE = new ReadyCondition("", "", "", "");

    static ReadyCondition of(Tree condition) {
        return new ReadyCondition(
                condition.text("status"),
                condition.text("reason"),
                condition.text("message"),
                condition.text("lastTransitionTime"));
    }

    /** Whether both say the same, whenever they began to. */
    boolean isLike(ReadyCondition other) {
        return status.equals(other.status) && reason.equals(other.reason) && message.equals(other.message);
    }

    /** This one after another: what goes on has begun when that did. */
    ReadyCondition after(ReadyCondition former, Instant now) {
        boolean goesOn = status.equals(former.status) && !former.since.isEmpty();
        return new ReadyCondition(
                status,
                reason,
                message,
                goesOn ? former.since : now.truncatedTo(ChronoUnit.SECONDS).toString());
    }

    Map<String, Object> tree(Instant now) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("type", TYPE);
        tree.put("status", status);
        tree.put("reason", reason);
        tree.put("message", message);
        tree.put("lastTransitionTime", since);
        tree.put("lastUpdateTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        return tree;
    }
}
