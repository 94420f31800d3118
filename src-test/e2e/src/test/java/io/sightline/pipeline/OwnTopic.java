package io.sightline.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of a test's own, in three partitions. */
public final class OwnTopic implements AutoCloseable {
    private static final int PARTITIONS = 3;

    private final String name;
    private final Map<String, Object> broker;
    private final Admin admin;

    /**
     * Makes the topic.
     *
     * @param settings settings of the runtime
     */
    public OwnTopic(Map<String, String> settings, String name) throws InterruptedException, ExecutionException {
        this.name = name;
        this.broker = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                String.valueOf(settings.get("camel.component.kafka.brokers")));
        this.admin = Admin.create(broker);
        admin.createTopics(List.of(new NewTopic(name, PARTITIONS, (short) 1)
                        // As topics of pictures allow.
                        .configs(Map.of("max.message.bytes", "11534336"))))
                .all()
                .get();
    }

    public String name() {
        return name;
    }

    /** Sends the numbers from 0 on, spread over all partitions, and waits for the broker's word. */
    void send(int count) throws InterruptedException, ExecutionException {
        var sent = new ArrayList<Future<RecordMetadata>>();
        var settings = new HashMap<>(broker);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (int number = 0; number < count; number++) {
                var text = String.valueOf(number);
                sent.add(producer.send(new ProducerRecord<>(name, number % PARTITIONS, text, text)));
            }
            for (var record : sent) {
                record.get();
            }
        }
    }

    /** Sends one text, and waits for the broker's word. */
    void send(String text) throws InterruptedException, ExecutionException {
        try (var producer = new KafkaProducer<>(broker, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(name, 0, text, text)).get();
        }
    }

    /** How many records of it a group has committed. */
    long committed(String group) {
        return committed(group, name);
    }

    /** The same of another topic. */
    long committed(String group, String topic) {
        return answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    /** How many records another topic has had, which a rebalance may have made more than there are rows. */
    long end(String topic) {
        var described = answer(admin.describeTopics(List.of(topic)).allTopicNames());
        var latest = Objects.requireNonNull(described.get(topic)).partitions().stream()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic, partition.partition()),
                        partition -> OffsetSpec.latest()));
        return answer(admin.listOffsets(latest).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }

    private static <T> T answer(Future<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** All values that are there, partition by partition. */
    List<byte[]> values() {
        return records().stream().map(ConsumerRecord::value).toList();
    }

    /** The same with their headers. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        var settings = new HashMap<>(broker);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(name, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
            return records;
        }
    }

    /** The same as text. */
    List<String> texts() {
        return values().stream()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    /** How many records are there. */
    int size() {
        return values().size();
    }

    @Override
    public void close() {
        admin.close();
    }
}
