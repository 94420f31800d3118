package io.sightline.benchmark.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.InferenceRow;
import io.sightline.inference.v1.Detection;
import io.sightline.inference.v1.InferenceCompleted;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables that deliveries go to, with the very values that the sink writes. */
final class PlainTables {
    /** Id of the model version, which is the first of an emptied table: tools without joins must know it. */
    static final long MODEL_VERSION = 1;

    static final PlainTable<FrameRow> IMAGE = PlainTable.<FrameRow>of("image", "(sha256)", "sha256")
            .column("sha256", row -> row.frame().getClaim().getSha256().bytes())
            .column("bucket", row -> row.frame().getClaim().getBucket())
            .column("object_key", row -> row.frame().getClaim().getKey())
            .column("size", row -> row.frame().getClaim().getSize())
            .column("media_type", row -> row.frame().getClaim().getMediaType())
            .column("width", row -> row.frame().getWidth())
            .column("height", row -> row.frame().getHeight());

    static final PlainTable<FrameRow> FRAME = PlainTable.<FrameRow>of(
                    "frame", "(frame_id, captured_at)", "frame_id", "captured_at")
            .column("captured_at", row -> time(row.frame().getCapturedAt()))
            .column("frame_id", row -> row.frame().getFrameId())
            .column("source_id", row -> row.frame().getSourceId())
            .column("image_sha256", row -> row.frame().getClaim().getSha256().bytes())
            .column("received_at", row -> time(row.frame().getReceivedAt()))
            .column("sequence", row -> row.frame().getSequence())
            .column("origin_topic", row -> row.frame().getOrigin().getTopic())
            .column("origin_topic_id", row -> row.frame().getOrigin().getTopicId())
            .column("origin_partition", row -> row.frame().getOrigin().getPartition())
            .column("origin_offset", row -> row.frame().getOrigin().getOffset())
            .column("claim_topic", row -> row.claim().topic())
            .column("claim_topic_id", row -> row.claim().topicId())
            .column("claim_partition", row -> row.claim().partition())
            .column("claim_offset", row -> row.claim().offset())
            .column("trace_id", FrameRow::traceId)
            .column("attributes", "jsonb", row -> json(row.frame().getAttributes()));

    // The key is a partial index, which Kafka Connect cannot name; here it may.
    static final PlainTable<InferenceRow> INFERENCE = PlainTable.<InferenceRow>of(
                    "inference", "(frame_id, captured_at) where purpose = 'SERVING'", "frame_id", "captured_at")
            .column("captured_at", row -> time(row.inference().getCapturedAt()))
            .column("frame_id", row -> row.inference().getFrameId())
            .column("model_version_id", row -> MODEL_VERSION)
            .column("purpose", row -> row.inference().getPurpose().name())
            .column("source_id", row -> row.inference().getSourceId())
            .column("completed_at", row -> time(row.inference().getCompletedAt()))
            .column("n", row -> row.inference().getDetections().size())
            .column(
                    "parameters",
                    "jsonb",
                    row -> row.inference().getParameters().toString())
            .column("contract_version", row -> row.inference().getSchema().getFullName())
            .column("runtime_version", row -> row.inference().getRuntimeVersion())
            .column("trace_id", InferenceRow::traceId)
            .column("alias", row -> row.inference().getModel().getAlias())
            .column("fetch_micros", row -> row.inference().getTimings().getFetch())
            .column("decode_micros", row -> row.inference().getTimings().getDecode())
            .column("infer_micros", row -> row.inference().getTimings().getInfer())
            .column("post_micros", row -> row.inference().getTimings().getPost());

    static final PlainTable<Found> DETECTION = PlainTable.<Found>of(
                    "detection",
                    "(frame_id, captured_at, model_version_id, purpose, ordinal)",
                    "frame_id",
                    "captured_at",
                    "model_version_id",
                    "purpose",
                    "ordinal")
            .column("captured_at", row -> time(row.inference().getCapturedAt()))
            .column("frame_id", row -> row.inference().getFrameId())
            .column("model_version_id", row -> MODEL_VERSION)
            .column("purpose", row -> row.inference().getPurpose().name())
            .column("ordinal", row -> row.found().getOrdinal())
            .column("source_id", row -> row.inference().getSourceId())
            .column("class_id", row -> row.found().getClassId())
            .column("label", row -> row.found().getLabel())
            .column("score", row -> row.found().getScore())
            .column("x", row -> row.found().getBox().getX())
            .column("y", row -> row.found().getBox().getY())
            .column("w", row -> row.found().getBox().getWidth())
            .column("h", row -> row.found().getBox().getHeight())
            .column("polygon", "real[]", row -> outline(row.found()));

    private static final JsonMapper JSON = new JsonMapper();

    private PlainTables() {}

    /** A detection with the inference that it belongs to. */
    record Found(InferenceCompleted inference, Detection found) {}

    static List<Found> found(List<InferenceRow> rows) {
        return rows.stream()
                .map(InferenceRow::inference)
                .flatMap(inference -> inference.getDetections().stream().map(found -> new Found(inference, found)))
                .toList();
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String outline(Detection found) {
        return found.getPolygon().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }

    private static String json(Map<String, String> attributes) {
        try {
            return JSON.writeValueAsString(attributes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of text can always be written", e);
        }
    }
}
