package io.sightline.integration;

import io.sightline.integration.YamlNode.Entries;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How a Pipe reads a topic unless it says otherwise: so that nothing is committed before it is dealt with. By default
 * Camel forgets where it was, begins at the end of the topic, and commits what has failed.
 */
final class TopicSource {
    private static final String SCHEME = "kafka:";
    private static final Pattern APACHE = Pattern.compile("kamelet:kafka-([a-z-]+-)?source([/?].*)?");

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
            // Of pictures of 10 MiB a batch and what is fetched ahead of it stay below 100 MiB.
            defaults.put("maxPollRecords", "6");
            defaults.put("fetchMaxBytes", "16777216");
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

    /** Finds what gives the promise up. */
    static void check(String uri, Entries end, String path, Findings findings) {
        checkKamelet(uri, end, path, findings);
        if (!uri.startsWith(SCHEME)) {
            return;
        }
        var given = end.under("properties");
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

    /** Apache's sources of topics commit by time, and pass over what a sink refuses. */
    private static void checkKamelet(String uri, Entries end, String path, Findings findings) {
        if (APACHE.matcher(uri).matches()) {
            findings.warning(
                    end.place(),
                    path,
                    "'" + uri.replaceFirst("[/?].*", "")
                            + "' commits by itself, and may lose what is not dealt with when the process ends",
                    "a source of the kind KafkaTopic, or 'uri: kafka:<topic>', commits what is dealt with");
        } else if (uri.startsWith("{{")) {
            findings.warning(
                    end.place(),
                    path,
                    "what the placeholder stands for is not known here; a topic would be committed by time, and may lose"
                            + " what is not dealt with when the process ends",
                    "write the scheme, as in 'kafka:{{topic}}'");
        }
    }

    private static Set<String> names(String uri, Entries given) {
        var names = new TreeSet<String>();
        EndpointUri.of(uri).options().forEach(option -> names.add(option.name()));
        given.entries().forEach(entry -> names.add(entry.name()));
        return names;
    }
}
