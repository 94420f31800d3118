package io.sightline.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.kafka.clients.CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Puts frames onto the topic as a camera would: the source as key, the bytes as value, the rest as headers. */
public final class FrameSender implements AutoCloseable {
    private static final int MAX_REQUEST_BYTES = 11 * 1024 * 1024;

    private final String topic;
    private final UUID topicId;
    private final Producer<String, byte[]> producer;

    /**
     * Connects.
     *
     * @throws IllegalStateException when the topic does not exist or the broker does not answer
     */
    public FrameSender(String brokers, String topic) {
        this.topic = topic;
        this.topicId = topicId(brokers, topic);
        this.producer = new KafkaProducer<>(
                Map.of(BOOTSTRAP_SERVERS_CONFIG, brokers, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Id of the topic, which differs from that of an earlier topic of the same name. */
    public UUID topicId() {
        return topicId;
    }

    /** Starts to send; waits only while the producer's buffer is full. */
    public Future<RecordMetadata> send(DemoFrame frame, Instant capturedAt) {
        var data = new ProducerRecord<>(topic, frame.sourceId(), frame.bytes());
        data.headers()
                .add("content-type", frame.mediaType().getBytes(UTF_8))
                .add("source-id", frame.sourceId().getBytes(UTF_8))
                .add("captured-at", capturedAt.toString().getBytes(UTF_8))
                .add("sequence", Long.toString(frame.sequence()).getBytes(UTF_8));
        return producer.send(data);
    }

    @Override
    public void close() {
        producer.close();
    }

    private static UUID topicId(String brokers, String topic) {
        try (var admin = Admin.create(Map.of(BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            var id = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                            .allTopicNames()
                            .get()
                            .get(topic))
                    .topicId();
            return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka at %s cannot describe topic %s: %s".formatted(brokers, topic, e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka for topic " + topic, e);
        }
    }
}
