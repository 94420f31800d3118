package io.sightline.gate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consumer groups of this process that have more processes than their topic has partitions: some read nothing. */
public final class CrowdedGroups {
    private static final Logger LOG = LoggerFactory.getLogger(CrowdedGroups.class);

    private final Admin kafka;
    private final Supplier<Set<Reading>> readings;
    private volatile Map<String, String> found = Map.of();

    /** @param readings what this process reads */
    public CrowdedGroups(Admin kafka, Supplier<Set<Reading>> readings) {
        this.kafka = kafka;
        this.readings = readings;
    }

    /**
     * What a process reads.
     *
     * @param consumers how many of its members are in the group
     */
    public record Reading(String group, String topic, int consumers) {}

    /** What was found last: of each crowded group, what is the matter and what can be done. */
    public Map<String, String> found() {
        return found;
    }

    /**
     * Asks the brokers, and says once what has become of it. While they are away nothing is known, and nothing said.
     */
    public void look() throws InterruptedException {
        var now = new TreeMap<String, String>();
        try {
            for (var reading : readings.get()) {
                var members = members(reading.group());
                var partitions = partitions(reading.topic());
                if (members > partitions * reading.consumers()) {
                    now.put(reading.group(), message(reading, members, partitions));
                }
            }
        } catch (ExecutionException e) {
            LOG.debug("the sizes of consumer groups are not known: {}", e.getMessage());
            return;
        }
        now.entrySet().stream()
                .filter(entry -> !found.containsKey(entry.getKey()))
                .forEach(entry -> LOG.warn("{}", entry.getValue()));
        found = Map.copyOf(now);
    }

    private int members(String group) throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(
                        kafka.describeConsumerGroups(List.of(group)).all().get().get(group))
                .members()
                .size();
    }

    private int partitions(String topic) throws ExecutionException, InterruptedException {
        return Objects.requireNonNull(kafka.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic))
                .partitions()
                .size();
    }

    private static String message(Reading reading, int members, int partitions) {
        return "group " + reading.group() + " has " + members + " members, " + reading.consumers()
                + " of each process, and topic " + reading.topic() + " has " + partitions
                + " partitions: some processes read nothing. Run " + partitions
                + " processes at most, or give the topic more partitions";
    }
}
