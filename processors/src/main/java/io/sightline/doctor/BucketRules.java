package io.sightline.doctor;

import io.minio.messages.LifecycleRule;
import io.minio.messages.Status;
import io.sightline.artifact.Artifact;
import io.sightline.claim.ClaimKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Judges a bucket by what the promises rest on. */
final class BucketRules {
    static final String LIFECYCLE = "s3.lifecycle";
    private static final String CONDITION = "s3.if-none-match";
    /** What rows name; reclaimed objects and what others put into the bucket are not among it. */
    private static final List<String> NAMED = List.of(ClaimKey.STORED, Artifact.PREFIX, "receipts/");

    private BucketRules() {}

    static Finding untold() {
        return Finding.skipped(
                CONDITION, "cannot be told without a write while the bucket has no small picture; ask again then");
    }

    static Finding swept() {
        return Finding.skipped(
                CONDITION, "cannot be told: a sweep took the picture away that was to be put; ask again");
    }

    /**
     * Judges the answer to a conditional put of an object that was there.
     *
     * @param wasMoved whether a sweep may have taken the object away before
     */
    static Finding ofConditionalPut(int status, boolean wasMoved) {
        if (isSuccess(status) && wasMoved) {
            return swept();
        }
        return switch (status) {
            case 412 -> Finding.ok(CONDITION, "honoured: what is there is not replaced");
            case 409 -> Finding.ok(CONDITION, "honoured: another one writes the same object");
            case 501 ->
                Finding.warn(
                        CONDITION,
                        "not known to the store (501): each picture costs a look before it is put",
                        "Take a store that knows conditional puts, such as a newer version of yours.");
            case 401, 403 ->
                Finding.fail(
                        CONDITION,
                        "the login may not put objects (" + status + ")",
                        "Allow s3:PutObject on the bucket.");
            default ->
                isSuccess(status)
                        ? Finding.fail(
                                CONDITION,
                                "ignored by the store: two requests with one Idempotency-Key can both win",
                                "Take a store that honours If-None-Match, or a newer version of yours, and see that no proxy drops the header.")
                        : Finding.skipped(CONDITION, "cannot be told: the store answered " + status);
        };
    }

    static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }

    static Finding ofLifecycle(List<LifecycleRule> rules) {
        var expiring = rules.stream()
                .filter(rule -> rule.status() == Status.ENABLED && rule.expiration() != null)
                .filter(rule -> NAMED.stream().anyMatch(named -> overlap(named, prefix(rule))))
                .collect(Collectors.partitioningBy(
                        BucketRules::isForTagged,
                        Collectors.mapping(rule -> String.valueOf(rule.id()), Collectors.toList())));
        var tagged = expiring.getOrDefault(true, List.of());
        var all = expiring.getOrDefault(false, List.of());
        return new Complaints(LIFECYCLE)
                .fail(
                        !all.isEmpty(),
                        "rules " + all + " remove objects that rows name",
                        "Remove them: sightline.retention.* and the sweep take away what nobody names.")
                .warn(
                        !tagged.isEmpty(),
                        "rules " + tagged + " remove objects that rows name, once somebody gives these the tags",
                        "See that nobody does: Sightline gives none.")
                .about("rules of the bucket " + rules.size());
    }

    private static boolean isForTagged(LifecycleRule rule) {
        var filter = rule.filter();
        return filter != null
                && (filter.tag() != null
                        || filter.andOperator() != null
                                && filter.andOperator().tags() != null
                                && !filter.andOperator().tags().isEmpty());
    }

    private static boolean overlap(String named, String prefix) {
        return named.startsWith(prefix) || prefix.startsWith(named);
    }

    private static String prefix(LifecycleRule rule) {
        var filter = Optional.ofNullable(rule.filter());
        return filter.map(it -> it.prefix())
                .or(() -> filter.map(it -> it.andOperator()).map(it -> it.prefix()))
                .orElse("");
    }
}
