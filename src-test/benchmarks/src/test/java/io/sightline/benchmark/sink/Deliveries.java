package io.sightline.benchmark.sink;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.claim.v1.Sha256;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.InferenceRow;
import io.sightline.delivery.v1.Origin;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.BoundingBox;
import io.sightline.inference.v1.Detection;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.inference.v1.Parameters;
import io.sightline.inference.v1.Purpose;
import io.sightline.inference.v1.Timings;
import io.sightline.model.v1.ModelRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * New frames of four sources, each with a partition of its own as keys by source give it, and what a text detector
 * found on them. The same each time, from the first one on.
 */
public final class Deliveries implements Supplier<Delivery> {
    /** Topics by this id hold all records that are made here. */
    static final UUID TOPIC_ID = UUID.fromString("0d1f7f0e-4b5c-4d0e-9a53-7d4f5b3c2a10");

    static final List<String> SOURCES = List.of("camera-1", "camera-2", "camera-3", "camera-4");
    static final ModelRef MODEL = ModelRef.newBuilder()
            .setName("text-detector")
            .setVersion("1")
            .setAlias("champion")
            .setRunId("0a1b2c3d4e5f60718293a4b5c6d7e8f9")
            .setSha256(new Sha256("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII)))
            .build();

    /** The time that the first frame was captured; its month has room for all that is written in a turn. */
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private static final Parameters PARAMETERS = Parameters.newBuilder()
            .setDetector("{\"family\":\"dbnet\",\"labels\":[\"text\"],\"input\":{\"width\":640,\"height\":640,"
                    + "\"resize\":\"stretch\"},\"threshold\":0.3,\"boxThreshold\":0.6,\"unclip\":1.5}")
            .setMinConfidence(0.5f)
            .setMaxDetections(100)
            .build();

    private final int frames;
    private final int detections;
    private final SplittableRandom random = new SplittableRandom(7);
    private long made;

    /**
     * @param frames of each delivery
     * @param detections of each frame
     */
    public Deliveries(int frames, int detections) {
        this.frames = frames;
        this.detections = detections;
    }

    @Override
    public Delivery get() {
        var received = IntStream.range(0, frames).mapToObj(i -> frame(made++)).toList();
        return new Delivery(received, received.stream().map(this::inference).toList());
    }

    private FrameRow frame(long number) {
        var source = SOURCES.get(Math.toIntExact(number % SOURCES.size()));
        var capturedAt = START.plusMillis(number);
        var record = record("sightline.claims", number);
        var frame = FrameReceived.newBuilder()
                .setFrameId(new UUID(random.nextLong(), random.nextLong()))
                .setClaim(claim())
                .setSourceId(source)
                .setCapturedAt(capturedAt)
                .setReceivedAt(capturedAt.plusMillis(20))
                .setWidth(1920)
                .setHeight(1080)
                .setSequence(number)
                .setOrigin(new Origin(
                        "sightline.frames", TOPIC_ID, record.partition(), record.offset(), record.timestamp()))
                .setAttributes(Map.of("lens", "wide"))
                .build();
        return new FrameRow(frame, record, HexFormat.of().formatHex(bytes(16)));
    }

    private InferenceRow inference(FrameRow row) {
        var frame = row.frame();
        var completed = InferenceCompleted.newBuilder()
                .setEventId(new UUID(random.nextLong(), random.nextLong()))
                .setPurpose(Purpose.SERVING)
                .setFrameId(frame.getFrameId())
                .setClaim(frame.getClaim())
                .setSourceId(frame.getSourceId())
                .setCapturedAt(frame.getCapturedAt())
                .setCompletedAt(frame.getReceivedAt().plusMillis(150))
                .setModel(MODEL)
                .setParameters(PARAMETERS)
                .setDetections(
                        IntStream.range(0, detections).mapToObj(this::detection).toList())
                .setTimings(new Timings(1_800L, 9_100L, 124_000L, 900L))
                .setOrigin(frame.getOrigin())
                .setRuntimeVersion("0.1.0")
                .build();
        return new InferenceRow(completed, record("sightline.inferences", frame.getSequence()), row.traceId());
    }

    /** Text is found as a rectangle that is turned a little. */
    private Detection detection(int ordinal) {
        var box = new BoundingBox(share(0.8f), share(0.8f), share(0.2f), share(0.2f));
        var left = box.getX();
        var top = box.getY();
        var right = left + box.getWidth();
        var bottom = top + box.getHeight();
        var slant = 0.1f * box.getHeight();
        return Detection.newBuilder()
                .setOrdinal(ordinal)
                .setClassId(0)
                .setLabel("text")
                .setScore(0.5f + share(0.5f))
                .setBox(box)
                .setPolygon(List.of(left, top + slant, right, top, right, bottom - slant, left, bottom))
                .build();
    }

    private ClaimRef claim() {
        var hash = bytes(32);
        var hex = HexFormat.of().formatHex(hash);
        return ClaimRef.newBuilder()
                .setBucket("sightline")
                .setKey("sha256/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex)
                .setSha256(new Sha256(hash))
                .setSize(200_000L + random.nextInt(100_000))
                .setMediaType("image/jpeg")
                .build();
    }

    /** Offsets have no gaps, and a source's records are in its partition. */
    private static ConsumedRecord record(String topic, long number) {
        int partition = Math.toIntExact(number % SOURCES.size());
        return new ConsumedRecord(
                topic,
                TOPIC_ID,
                partition,
                number / SOURCES.size(),
                START.plusMillis(number),
                SOURCES.get(partition).getBytes(StandardCharsets.UTF_8),
                null,
                Map.of());
    }

    private float share(float most) {
        return (float) random.nextDouble(most);
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
