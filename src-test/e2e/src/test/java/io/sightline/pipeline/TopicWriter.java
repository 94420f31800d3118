package io.sightline.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Writes any bytes to the topics of a runtime, good or bad. */
final class TopicWriter implements AutoCloseable {
    private static final int LARGEST = 12 * 1024 * 1024;

    private final Map<String, String> settings;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Future<RecordMetadata>> sent = new ArrayList<>();

    /** @param settings settings of the runtime */
    TopicWriter(Map<String, String> settings) {
        this.settings = settings;
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        String.valueOf(settings.get("camel.component.kafka.brokers")),
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Sends a picture as a camera does. */
    void frame(String source, byte[] bytes) {
        send("frames", source, bytes, Map.of("source-id", source));
    }

    /** Sends a picture of a producer whose clock says this. */
    void sendAt(Instant timestamp, String source, byte[] bytes) {
        send(new ProducerRecord<>(name("frames"), null, timestamp.toEpochMilli(), source, bytes), Map.of());
    }

    void send(String topic, String key, byte @Nullable [] value, Map<String, String> headers) {
        send(new ProducerRecord<>(name(topic), key, value), headers);
    }

    private String name(String topic) {
        return String.valueOf(settings.get("sightline.topics." + topic));
    }

    private void send(ProducerRecord<String, byte[]> message, Map<String, String> headers) {
        headers.forEach((header, text) -> message.headers().add(header, text.getBytes(UTF_8)));
        sent.add(producer.send(message));
    }

    /** Waits until the broker has everything. */
    List<RecordMetadata> flush() {
        producer.flush();
        var stored = new ArrayList<RecordMetadata>();
        for (var future : sent) {
            try {
                stored.add(future.get());
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException("the broker refused a record", e);
            }
        }
        sent.clear();
        return stored;
    }

    @Override
    public void close() {
        producer.close();
    }
}
