package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.artifact.ArtifactStore;
import io.sightline.claim.v1.Sha256;
import io.sightline.failure.FailureClassifier;
import io.sightline.model.v1.ModelRef;
import io.sightline.model.v1.ModelState;
import io.sightline.model.v1.Status;
import io.sightline.registry.ConfluentRegistry;
import io.sightline.registry.WireFormat;
import io.sightline.store.StoreAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Stores files of models and announces them, as the stage promote does. */
public final class Announcer implements AutoCloseable {
    private static final int LEADER = 1;

    private final String topic;
    private final String bucket;
    private final ArtifactStore store;
    private final WireFormat format;
    private final KafkaProducer<String, byte[]> producer;
    private long sequence;

    /** @param settings settings of the runtime, with addresses that this process may use */
    public Announcer(Map<String, String> settings) {
        this(settings, String.valueOf(settings.get("sightline.topics.models")));
    }

    Announcer(Map<String, String> settings, String topic) {
        var address = StoreAddress.of(settings);
        this.topic = topic;
        this.bucket = address.bucket();
        this.store = new ArtifactStore(address.client(), bucket, new FailureClassifier());
        this.format = new WireFormat(new ConfluentRegistry(
                URI.create(String.valueOf(settings.get("sightline.registry.url"))), Duration.ofSeconds(10)));
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        String.valueOf(settings.get("camel.component.kafka.brokers"))),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /**
     * Stores a version and lets it serve.
     *
     * @param folder holds the model and what belongs to it
     */
    public void serve(String model, String version, Path folder) {
        try {
            var artifact = Artifact.of(folder);
            store.put(artifact, folder);
            announce(state(model, version, artifact, ++sequence));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a model. */
    public void retire(String model) {
        send(model, null);
    }

    void announce(ModelState state) {
        send(state.getName(), encoded(state));
    }

    /** Sends any bytes, and waits until the broker has them. */
    public void send(String key, byte @Nullable [] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker refused a record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A state that is not announced yet. */
    ModelState state(String model, String version, Artifact artifact, long number) {
        return ModelState.newBuilder()
                .setName(model)
                .setServing(ModelRef.newBuilder()
                        .setName(model)
                        .setVersion(version)
                        .setAlias("champion")
                        .setRunId("run-" + version)
                        .setSha256(new Sha256(artifact.sha256().bytes()))
                        .build())
                .setPinned(false)
                .setArtifact(artifact.claims(bucket))
                .setChallengerArtifact(List.of())
                .setDetector("{}")
                .setSignature("{}")
                .setStatus(Status.SERVING)
                .setDecidedAt(Instant.parse("2026-11-01T08:00:00Z"))
                .setMetrics(Map.of())
                .setEpoch(LEADER)
                .setSequence(number)
                .build();
    }

    byte[] encoded(ModelState state) {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(ModelState.class).write(state, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return format.frame(ModelState.getClassSchema(), bytes.toByteArray());
    }

    /** The bytes as one partition of another topic would have them; the key is the model. */
    void sendTo(int partition, ModelState state) {
        producer.send(new ProducerRecord<>(topic, partition, state.getName(), encoded(state)));
        producer.flush();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
