package io.sightline.lifecycle;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tags by which MLflow shows what really runs: {@code sightline.<environment>.status}, {@code .since},
 * {@code .sha256}, {@code .p95_ms}, {@code .reason}, and {@code .pinned} on a version that stays whatever its alias
 * says.
 *
 * @param environment tells several installations with one MLflow apart
 */
public record VersionTags(String environment) {
    /** MLflow takes values of up to 5,000 characters. */
    private static final int LONGEST = 1000;

    /**
     * Tags that a version should have.
     *
     * @param origin by what the version is known again at its source; empty when that was forgotten
     */
    public record Wanted(String origin, Map<String, String> tags) {
        /** Whether a version of this number is still the one that is meant, and not made anew since. */
        boolean isAbout(String source) {
            return origin.isEmpty() || origin.equals(source) || origin.startsWith(source + "#");
        }
    }

    /** Tags of each version that something is known of, by its number. */
    public Map<String, Wanted> wanted(StoredModel stored) {
        var memory = stored.memory();
        var all = new TreeMap<String, Wanted>();
        // The weakest statement first: a version that was rejected and serves now serves. The oldest of a kind, too.
        for (int i = memory.refusals().size() - 1; i >= 0; i--) {
            var refusal = memory.refusals().get(i);
            var tags = tags("REJECTED", refusal.at());
            tags.put(key("reason"), reason(refusal.reason(), refusal.message()));
            all.put(refusal.version(), new Wanted(refusal.origin(), tags));
        }
        for (int i = memory.former().size() - 1; i >= 0; i--) {
            put(all, "SUPERSEDED", memory.former().get(i), Map.of());
        }
        for (int i = memory.holds().size() - 1; i >= 0; i--) {
            var hold = memory.holds().get(i);
            var tags = tags(hold.reason().name(), hold.at());
            tags.put(key("sha256"), hold.from().sha256().hex());
            tags.put(key("reason"), reason(hold.reason(), hold.message()));
            all.put(hold.from().version(), new Wanted(hold.from().origin(), tags));
        }
        memory.challenger().ifPresent(challenger -> put(all, "SHADOWING", challenger, Map.of()));
        // Who moves the alias and sees nothing happen finds out why. The tag goes with the pin.
        var pin = stored.isPinned() ? Map.of(key("pinned"), "true") : Map.<String, String>of();
        memory.serving().ifPresent(serving -> put(all, "SERVING", serving, pin));
        return all;
    }

    /**
     * What makes the present tags of a version the wanted ones: tags to set, and those to delete, whose value is empty.
     * Tags of others are none of this one's business.
     */
    public Map<String, Optional<String>> change(Map<String, String> wanted, Map<String, String> present) {
        var change = new TreeMap<String, Optional<String>>();
        wanted.forEach((key, value) -> {
            if (!value.equals(present.get(key))) {
                change.put(key, Optional.of(value));
            }
        });
        present.keySet().stream()
                .filter(key -> key.startsWith(key("")) && !wanted.containsKey(key))
                .forEach(key -> change.put(key, Optional.empty()));
        return change;
    }

    private void put(Map<String, Wanted> all, String status, KnownVersion version, Map<String, String> more) {
        var tags = tags(status, version.since());
        tags.putAll(more);
        tags.put(key("sha256"), version.sha256().hex());
        version.p95Millis().ifPresent(p95 -> tags.put(key("p95_ms"), String.valueOf(p95)));
        all.put(version.version(), new Wanted(version.origin(), tags));
    }

    private Map<String, String> tags(String status, Instant since) {
        var tags = new HashMap<String, String>();
        tags.put(key("status"), status);
        tags.put(key("since"), since.toString());
        return tags;
    }

    private static String reason(RejectionReason reason, String message) {
        var text = reason + ": " + message;
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    private String key(String name) {
        return "sightline." + environment + "." + name;
    }
}
