package io.sightline.routes;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.delivery.v1.Origin;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.registry.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecordBase;

/** Contract records as they lie on a topic. */
final class Records {
    static final UUID FRAME = UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2");
    static final Origin ORIGIN = new Origin("some.frames", OneIdBroker.TOPIC_ID, 3, 42L, TopicBatch.TIMESTAMP);

    private Records() {}

    static FrameReceived frame(ClaimRef claim) {
        return FrameReceived.newBuilder()
                .setFrameId(FRAME)
                .setClaim(claim)
                .setSourceId("camera-1")
                .setCapturedAt(TopicBatch.TIMESTAMP)
                .setReceivedAt(TopicBatch.TIMESTAMP)
                .setWidth(16)
                .setHeight(12)
                .setOrigin(ORIGIN)
                .build();
    }

    static byte[] value(WireFormat format, SpecificRecordBase record) {
        var output = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().binaryEncoder(output, null);
        try {
            new SpecificDatumWriter<>(record.getSchema(), SpecificData.getForClass(record.getClass()))
                    .write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return format.frame(record.getSchema(), output.toByteArray());
    }
}
