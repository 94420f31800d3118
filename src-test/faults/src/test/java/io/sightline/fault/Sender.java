package io.sightline.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sightline.claim.Sha256;
import io.sightline.delivery.v1.Origin;
import io.sightline.fault.ledger.Kind;
import io.sightline.fault.ledger.SentLedger;
import io.sightline.fault.ledger.SentRecord;
import io.sightline.fault.ledger.SentRecord.Place;
import io.sightline.frame.Identities;
import io.sightline.pipeline.NumberedPicture;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends as cameras do and writes each acknowledged record into the ledger. The producer is idempotent, so an
 * acknowledgement stands for exactly one record, also when the broker was killed meanwhile.
 */
public final class Sender implements AutoCloseable {
    private static final int LARGEST = 12 * 1024 * 1024;
    private static final int SOURCES = 4;

    private final Map<String, String> settings;
    private final SentLedger ledger;
    private KafkaProducer<String, byte[]> producer;
    private final Map<String, UUID> topicIds = new HashMap<>();
    private int number;
    private volatile @Nullable Exception refused;

    /** @param settings of a runtime, for its brokers and its topics */
    public Sender(Map<String, String> settings, SentLedger ledger) {
        this.settings = settings;
        this.ledger = ledger;
        this.producer = producer(brokers(settings));
    }

    private static KafkaProducer<String, byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        LARGEST,
                        ProducerConfig.LINGER_MS_CONFIG,
                        5),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** So many pictures, no two alike, of all sources in turn. */
    public synchronized void frames(int count) {
        for (int i = 0; i < count; i++) {
            number++;
            frame("camera-" + number % SOURCES, NumberedPicture.jpeg(number), Kind.GOOD);
        }
    }

    /** A picture that none of this sender's others is alike. */
    public synchronized byte[] picture() {
        number++;
        return NumberedPicture.jpeg(number);
    }

    public void frame(String source, byte[] bytes, Kind kind) {
        send("frames", source, bytes, Map.of("source-id", source), kind);
    }

    /**
     * Sends any record.
     *
     * @param topic frames, claims, inferences or dead-letters
     */
    public void send(String topic, String key, byte[] value, Map<String, String> headers, Kind kind) {
        var topicId = topicId(topic);
        var message = new ProducerRecord<>(name(topic), key, value);
        headers.forEach((header, text) -> message.headers().add(header, text.getBytes(UTF_8)));
        producer.send(message, (record, failure) -> {
            if (failure != null) {
                refused = failure;
                return;
            }
            var place = new Place(topicId, record.partition(), record.offset());
            var frameId = topic.equals("frames") ? Optional.of(frameId(place, record)) : Optional.<UUID>empty();
            ledger.add(new SentRecord(
                    kind, Optional.of(place), frameId, Sha256.of(value).hex()));
        });
    }

    /** Waits until the broker has everything. */
    public void flush() {
        producer.flush();
        if (refused != null) {
            throw new IllegalStateException("the broker refused a record: what was sent is not known", refused);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    /**
     * A topic was made anew: what is sent from now on goes to one with another id, and by a producer that has not known
     * the old one, which may wait for that in vain. Nobody else sends meanwhile.
     */
    public synchronized void forget(String topic) {
        topicIds.remove(topic);
        producer.close();
        producer = producer(brokers(settings));
    }

    private synchronized UUID topicId(String topic) {
        return topicIds.computeIfAbsent(topic, wanted -> {
            try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", brokers(settings)))) {
                var id = Objects.requireNonNull(admin.describeTopics(List.of(name(wanted)))
                                .allTopicNames()
                                .get()
                                .get(name(wanted)))
                        .topicId();
                return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
            } catch (ExecutionException e) {
                throw new IllegalStateException("no topic " + name(wanted), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while asking for topic " + name(wanted), e);
            }
        });
    }

    /** As the contract has it: whoever knows the record knows the frame. */
    private static UUID frameId(Place place, RecordMetadata record) {
        return Identities.frame(Origin.newBuilder()
                .setTopic(record.topic())
                .setTopicId(place.topicId())
                .setPartition(place.partition())
                .setOffset(place.offset())
                .setTimestamp(Instant.EPOCH)
                .build());
    }

    private String name(String topic) {
        return Objects.requireNonNull(settings.get("sightline.topics." + topic), topic);
    }

    private static String brokers(Map<String, String> settings) {
        return Objects.requireNonNull(settings.get("camel.component.kafka.brokers"));
    }
}
