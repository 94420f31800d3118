package io.sightline.gate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consumer groups of this process that have more processes than their topics have partitions: some read nothing. */
public final class CrowdedGroups {
    private static final Logger LOG = LoggerFactory.getLogger(CrowdedGroups.class);
    /** Others wait for the thread that asks. */
    private static final int LONGEST_ANSWER_MILLIS = 10_000;

    private final Admin kafka;
    private final Supplier<List<Reading>> readings;
    private volatile Map<String, String> found = Map.of();

    /** @param readings what this process reads, of a group as often as it reads */
    public CrowdedGroups(Admin kafka, Supplier<List<Reading>> readings) {
        this.kafka = kafka;
        this.readings = readings;
    }

    /**
     * What a process reads.
     *
     * @param topics divided among all members of the group
     * @param consumers how many of its members are in the group
     */
    public record Reading(String group, Set<String> topics, int consumers) {
        public Reading {
            topics = Set.copyOf(topics);
        }

        /** @param topics as Camel has them, with commas between */
        public static Reading of(String group, String topics, int consumers) {
            return new Reading(group, Set.copyOf(List.of(topics.split(","))), consumers);
        }

        Reading and(Reading other) {
            var all = new TreeSet<>(topics);
            all.addAll(other.topics);
            return new Reading(group, all, consumers + other.consumers);
        }
    }

    /** What was found last: of each crowded group, what is the matter and what can be done. */
    public Map<String, String> found() {
        return found;
    }

    /**
     * Asks the brokers, and says once what has become of it. Of a group that they tell nothing of, such as while they
     * are away or a topic of it does not exist, what was found before stays, and nothing is said.
     */
    public void look() throws InterruptedException {
        var before = found;
        var now = new TreeMap<String, String>();
        var read = byGroup();
        var groups = groups(read.keySet());
        var topics = topics(
                read.values().stream().flatMap(each -> each.topics().stream()).collect(Collectors.toSet()));
        for (var reading : read.values()) {
            var group = reading.group();
            try {
                var members = Objects.requireNonNull(groups.get(group))
                        .get()
                        .members()
                        .size();
                var partitions = 0;
                for (var topic : reading.topics()) {
                    partitions += Objects.requireNonNull(topics.get(topic))
                            .get()
                            .partitions()
                            .size();
                }
                if (members > partitions * reading.consumers()) {
                    now.put(group, message(reading, members, partitions));
                }
            } catch (ExecutionException e) {
                LOG.debug("the size of consumer group {} is not known: {}", group, e.getMessage());
                Optional.ofNullable(before.get(group)).ifPresent(message -> now.put(group, message));
            }
        }
        now.entrySet().stream()
                .filter(entry -> !before.containsKey(entry.getKey()))
                .forEach(entry -> LOG.warn("{}", entry.getValue()));
        found = Map.copyOf(now);
    }

    private Map<String, Reading> byGroup() {
        return readings.get().stream()
                .collect(Collectors.toMap(Reading::group, Function.identity(), Reading::and, TreeMap::new));
    }

    private Map<String, KafkaFuture<ConsumerGroupDescription>> groups(Set<String> names) {
        var options = new DescribeConsumerGroupsOptions().timeoutMs(LONGEST_ANSWER_MILLIS);
        return kafka.describeConsumerGroups(names, options).describedGroups();
    }

    private Map<String, KafkaFuture<TopicDescription>> topics(Set<String> names) {
        var options = new DescribeTopicsOptions().timeoutMs(LONGEST_ANSWER_MILLIS);
        return kafka.describeTopics(names, options).topicNameValues();
    }

    private static String message(Reading reading, int members, int partitions) {
        var topics = reading.topics().stream().sorted().collect(Collectors.joining(", "));
        var isOne = reading.topics().size() == 1;
        return "group " + reading.group() + " has " + members + " members, " + reading.consumers()
                + " of each process, and " + (isOne ? "topic " : "topics ") + topics + (isOne ? " has " : " have ")
                + partitions + " partitions: some processes read nothing. Run " + partitions
                + " processes at most, or give " + (isOne ? "the topic" : "them") + " more partitions";
    }
}
