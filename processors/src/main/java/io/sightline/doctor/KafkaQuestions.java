package io.sightline.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeFeaturesOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What is asked of Kafka. */
public final class KafkaQuestions {
    private static final int MILLIS = 8_000;

    private final Supplier<Admin> admin;
    private final Clock clock;

    /** @param admin client, made when it is first needed */
    public KafkaQuestions(Supplier<Admin> admin, Clock clock) {
        this.admin = admin;
        this.clock = clock;
    }

    /** Whether the brokers answer and believe this login, and what they are. */
    public Finding cluster() throws InterruptedException, ExecutionException, TimeoutException {
        var cluster = admin.get().describeCluster(new DescribeClusterOptions().timeoutMs(MILLIS));
        var brokers = answer(cluster.nodes()).size();
        var features = admin.get().describeFeatures(new DescribeFeaturesOptions().timeoutMs(MILLIS));
        var level = Optional.ofNullable(
                        answer(features.featureMetadata()).finalizedFeatures().get("metadata.version"))
                .map(range -> OptionalInt.of(range.maxVersionLevel()))
                .orElseGet(OptionalInt::empty);
        return ClusterRules.judge(answer(cluster.clusterId()), brokers, level);
    }

    /** Whether a topic is what is needed. */
    public Finding topic(TopicNeed need) throws InterruptedException, ExecutionException, TimeoutException {
        return present(need).orElseGet(() -> TopicRules.absent(need));
    }

    /** The same; empty where there is no such topic. */
    Optional<Finding> present(TopicNeed need) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return Optional.of(judge(need));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Finding judge(TopicNeed need) throws InterruptedException, ExecutionException, TimeoutException {
        var topic = describe(need.topic());
        var partitions = topic.partitions();
        return TopicRules.judge(
                need,
                new TopicState(
                        partitions.size(),
                        fewest(partitions, partition -> partition.replicas().size()),
                        (int) partitions.stream()
                                .filter(KafkaQuestions::isLeaderless)
                                .count(),
                        fewest(partitions, partition -> partition.isr().size()),
                        operations(topic, need),
                        need.group().map(this::members).orElseGet(OptionalInt::empty),
                        settings(need.topic())));
    }

    /**
     * Kafka tells its time to nobody; a record of the future tells that some clock is wrong, that of its producer or
     * this one.
     *
     * @param topic one that this process may read
     */
    public Finding clock(String topic) throws InterruptedException, ExecutionException, TimeoutException {
        var newest = describe(topic).partitions().stream()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition.partition()),
                        partition -> OffsetSpec.maxTimestamp()));
        var asked = admin.get().listOffsets(newest, new ListOffsetsOptions().timeoutMs(MILLIS));
        var latest = answer(asked.all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .max()
                .orElse(-1);
        return latest < 0
                ? Finding.skipped("clock.kafka", "topic " + topic + " has no record whose time could be compared")
                : ClockRules.ofNewestRecord(topic, Instant.ofEpochMilli(latest), clock.instant());
    }

    private TopicDescription describe(String topic) throws InterruptedException, ExecutionException, TimeoutException {
        var options =
                new DescribeTopicsOptions().includeAuthorizedOperations(true).timeoutMs(MILLIS);
        return answer(admin.get()
                .describeTopics(List.of(topic), options)
                .topicNameValues()
                .get(topic));
    }

    private static int fewest(List<TopicPartitionInfo> partitions, ToIntFunction<TopicPartitionInfo> count) {
        return partitions.stream().mapToInt(count).min().orElse(0);
    }

    private static boolean isLeaderless(TopicPartitionInfo partition) {
        return partition.leader() == null || partition.leader().isEmpty();
    }

    /** Brokers that know no rules say nothing, or that all is allowed. */
    private static Set<AclOperation> operations(TopicDescription topic, TopicNeed need) {
        var allowed = topic.authorizedOperations();
        if (allowed == null || allowed.isEmpty()) {
            return need.operations();
        }
        var operations = new HashSet<>(allowed);
        if (allowed.contains(AclOperation.ALL)) {
            operations.addAll(need.operations());
        }
        return operations;
    }

    private OptionalInt members(TopicNeed.Group group) {
        try {
            var options = new DescribeConsumerGroupsOptions().timeoutMs(MILLIS);
            var described = admin.get().describeConsumerGroups(List.of(group.name()), options);
            return OptionalInt.of(answer(described.describedGroups().get(group.name()))
                    .members()
                    .size());
        } catch (ExecutionException | TimeoutException e) {
            // A group that nobody has joined yet, or that this login may not see.
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    private Optional<TopicState.Settings> settings(String topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            var options = new DescribeConfigsOptions().timeoutMs(MILLIS);
            var described = admin.get().describeConfigs(List.of(resource), options);
            return Optional.of(settings(answer(described.values().get(resource))));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                // Made a moment ago: another broker described it.
                throw e;
            }
            return Optional.empty();
        }
    }

    private static TopicState.Settings settings(Config config) {
        var kept = Long.parseLong(value(config, "retention.ms"));
        return new TopicState.Settings(
                value(config, "cleanup.policy"),
                kept < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(kept)),
                Long.parseLong(value(config, "retention.bytes")),
                Long.parseLong(value(config, "max.message.bytes")),
                Integer.parseInt(value(config, "min.insync.replicas")),
                Boolean.parseBoolean(value(config, "unclean.leader.election.enable")));
    }

    private static String value(Config config, String name) {
        return config.get(name).value();
    }

    private static <T> T answer(@Nullable KafkaFuture<T> future)
            throws InterruptedException, ExecutionException, TimeoutException {
        return Objects.requireNonNull(future).get(MILLIS, TimeUnit.MILLISECONDS);
    }
}
