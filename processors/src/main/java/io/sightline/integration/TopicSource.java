package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a Pipe reads a topic unless it says otherwise: so that nothing is committed before it is dealt with. By default
 * Camel forgets where it was, begins at the end of the topic, and commits what has failed.
 */
final class TopicSource {
    private static final String SCHEME = "kafka:";
    private static final String OWN_GROUPS = "sightline-";

    /** Whoever gives one of them decides what is committed when. */
    private static final Set<String> COMMITTING = Set.of(
            "allowManualCommit",
            "autoCommitEnable",
            "batching",
            "breakOnFirstError",
            "kafkaManualCommitFactory",
            "offsetRepository");

    private TopicSource() {}

    /** Whether records are committed one after the other as the steps have dealt with them. */
    static boolean isReadRecordByRecord(String uri, Entries given) {
        return uri.startsWith(SCHEME) && names(uri, given).stream().noneMatch(COMMITTING::contains);
    }

    /**
     * What is added to the options of a source; for none of those that it gives.
     *
     * @param pipe its name; its consumers are a group of that name
     */
    static Map<String, String> defaults(String uri, Entries given, String pipe) {
        if (!uri.startsWith(SCHEME)) {
            return Map.of();
        }
        var defaults = new LinkedHashMap<String, String>();
        defaults.put("groupId", "pipe-" + pipe);
        defaults.put("autoOffsetReset", "earliest");
        if (isReadRecordByRecord(uri, given)) {
            // Small enough for pictures, which are all in memory at once.
            defaults.put("maxPollRecords", "32");
            defaults.put("batching", "true");
            defaults.put("batchingIntervalMs", "500");
            defaults.put("pollTimeoutMs", "200");
            defaults.put("breakOnFirstError", "true");
            defaults.put("autoCommitEnable", "false");
            defaults.put("allowManualCommit", "true");
        }
        defaults.keySet().removeAll(names(uri, given));
        return defaults;
    }

    /** Finds what would read the runtime's records instead of it, and what gives the promise up. */
    static void check(String uri, Entries end, String path, Findings findings) {
        if (!uri.startsWith(SCHEME)) {
            return;
        }
        var given = end.under("properties");
        given.text("groupId").ifPresent(group -> checkGroup(group.value(), group.place(), path, findings));
        end.text("uri")
                .ifPresent(written -> EndpointUri.of(written.value()).options().stream()
                        .filter(option -> option.name().equals("groupId"))
                        .forEach(option -> checkGroup(option.value(), written.place(), path, findings)));
        var deciding = new TreeSet<>(names(uri, given));
        deciding.retainAll(COMMITTING);
        if (!deciding.isEmpty()) {
            findings.warning(
                    end.entries().isEmpty()
                            ? end.place()
                            : end.entries().get(0).key().place(),
                    path,
                    "with '" + String.join("', '", deciding)
                            + "' the Pipe decides itself what is committed, and may lose what its sink refuses",
                    "without it, records are committed once they are dealt with");
        }
    }

    private static void checkGroup(String group, Place place, String path, Findings findings) {
        if (group.startsWith(OWN_GROUPS)) {
            findings.error(
                    place,
                    Paths.key(path, "groupId"),
                    "groups that begin with " + OWN_GROUPS
                            + " are the runtime's own, and would lose records to the Pipe",
                    "without 'groupId' the group is named after the Pipe");
        }
    }

    private static Set<String> names(String uri, Entries given) {
        var names = new TreeSet<String>();
        EndpointUri.of(uri).options().forEach(option -> names.add(option.name()));
        given.entries().forEach(entry -> names.add(entry.name()));
        return names;
    }
}
