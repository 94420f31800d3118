package io.sightline.doctor;

import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;

/** Judges a cluster of brokers. */
final class ClusterRules {
    /** The first metadata version of some releases: org.apache.kafka.server.common.MetadataVersion. */
    private static final Map<Integer, String> RELEASES = Map.of(
            1, "3.3", 8, "3.4", 9, "3.5", 13, "3.6", 15, "3.7", 20, "3.8", 21, "3.9", 22, "4.0", 26, "4.1", 28, "4.2");

    private static final int OLDEST_SEEN = 21;

    private ClusterRules() {}

    /** @param level finalized feature metadata.version; empty where the brokers have none */
    static Finding judge(String cluster, int brokers, OptionalInt level) {
        var version = level.isEmpty() ? "unknown" : release(level.getAsInt());
        return new Complaints("kafka")
                .warn(
                        level.orElse(0) < OLDEST_SEEN,
                        "brokers of 3.9 to 4.2 are what it was seen to work with",
                        "Update the brokers, and let kafka-features.sh upgrade finish it.")
                .about("cluster " + cluster + ", brokers " + brokers + ", version " + version);
    }

    private static String release(int level) {
        return RELEASES.entrySet().stream()
                .filter(release -> release.getKey() <= level)
                .max(Comparator.comparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .orElse("before 3.3");
    }
}
