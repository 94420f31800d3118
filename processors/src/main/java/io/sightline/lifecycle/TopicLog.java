package io.sightline.lifecycle;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * What the brokers say of a topic.
 *
 * @param admin client
 */
public record TopicLog(Admin admin, String topic) {
    /** Which topic it is, and its partitions. */
    record Shape(Uuid id, List<TopicPartition> partitions) {}

    Shape shape(Duration patience) throws ExecutionException, TimeoutException, InterruptedException {
        var options = new DescribeTopicsOptions().timeoutMs(millis(patience));
        var asked =
                admin.describeTopics(List.of(topic), options).topicNameValues().get(topic);
        var found = answer(Objects.requireNonNull(asked), patience);
        return new Shape(
                found.topicId(),
                found.partitions().stream()
                        .map(each -> new TopicPartition(topic, each.partition()))
                        .toList());
    }

    /** Where the records begin. */
    Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        return offsets(partitions, OffsetSpec.earliest(), patience);
    }

    /** Where the next records will be. */
    Map<TopicPartition, Long> ends(Shape shape, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        return offsets(shape.partitions(), OffsetSpec.latest(), patience);
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec which, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        var asked = partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> which));
        var answers = admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs(millis(patience)));
        var offsets = new HashMap<TopicPartition, Long>();
        for (var partition : partitions) {
            offsets.put(
                    partition,
                    answer(answers.partitionResult(partition), patience).offset());
        }
        return offsets;
    }

    private static <T> T answer(KafkaFuture<T> asked, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static int millis(Duration patience) {
        return Math.toIntExact(patience.toMillis());
    }
}
