package io.sightline;

import io.sightline.claim.ClaimNaming;
import io.sightline.claim.Sha256;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.v1.Origin;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.Inference;
import io.sightline.inference.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Things that many tests need one of. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    public static final UUID TOPIC_ID = UUID.fromString("11111111-2222-4333-8444-555555555555");

    private Samples() {}

    /** A record of the frames topic, as an origin. */
    public static Origin origin(long offset) {
        return new Origin("sightline.frames", TOPIC_ID, 3, offset, NOON);
    }

    /** A record with one header. */
    public static ConsumedRecord record(long offset, byte[] value) {
        return new ConsumedRecord(
                "sightline.frames",
                TOPIC_ID,
                3,
                offset,
                NOON,
                text("camera-1"),
                value,
                Map.of("source-id", text("camera-1")));
    }

    /** A frame of 640 by 480 pixels from camera-1. */
    public static FrameReceived frame(byte[] picture) {
        return FrameReceived.newBuilder()
                .setFrameId(UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2"))
                .setClaim(new ClaimNaming("sightline").claim(picture, "image/png"))
                .setSourceId("camera-1")
                .setCapturedAt(NOON)
                .setReceivedAt(NOON.plusMillis(20))
                .setWidth(640)
                .setHeight(480)
                .setOrigin(origin(42))
                .build();
    }

    /** An inference of version 1 of a model that found nothing. */
    public static Inference inference(String model) {
        return new Inference(
                new ModelVersion(model, "1", Optional.empty(), Optional.empty(), Sha256.of(text(model))),
                "{}",
                0.5f,
                100,
                640,
                480,
                List.of(),
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofMillis(1));
    }

    public static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
