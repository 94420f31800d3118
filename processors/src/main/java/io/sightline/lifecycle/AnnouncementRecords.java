package io.sightline.lifecycle;

import io.sightline.delivery.OutboxRecord;
import io.sightline.frame.Identities;
import io.sightline.model.v1.ModelState;
import io.sightline.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Makes records of the topic of models.
 *
 * @param topic name of the topic
 */
public record AnnouncementRecords(WireFormat format, String topic) {
    /** The record that tells the state of a model. */
    OutboxRecord of(ModelState state) {
        var bytes = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<>(ModelState.class).write(state, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written", e);
        }
        return new OutboxRecord(
                topic,
                key(state.getName()),
                format.frame(ModelState.getClassSchema(), bytes.toByteArray()),
                headers(state.getName(), state.getEpoch(), state.getSequence(), state.getDecidedAt()));
    }

    /** The record that retires a model. */
    OutboxRecord tombstone(String name, long epoch, long sequence, Instant decidedAt) {
        return new OutboxRecord(topic, key(name), null, headers(name, epoch, sequence, decidedAt));
    }

    private static byte[] key(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, byte[]> headers(String name, long epoch, long sequence, Instant decidedAt) {
        return Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        Identities.announcement(name, epoch, sequence).toString(),
                        "ce_source",
                        "/sightline",
                        "ce_type",
                        ModelState.getClassSchema().getFullName(),
                        "ce_time",
                        decidedAt.toString(),
                        "ce_subject",
                        name)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> header.getValue().getBytes(StandardCharsets.UTF_8)));
    }
}
