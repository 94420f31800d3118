package io.sightline.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.delivery.v1.Origin;
import io.sightline.frame.v1.FrameReceived;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tables source, image and frame, and their account in sink_day and origin_count. */
public final class FrameTable implements Table<FrameRow> {
    private static final JsonMapper JSON = new JsonMapper();
    static final String SOURCES =
            "insert into source (id, name) select distinct s, s from unnest(?) s order by s on conflict do nothing";
    // Sorted by key, as every writer does it, so that two transactions never wait for each other in a circle.
    static final String IMAGES = """
            insert into image (sha256, bucket, object_key, size, media_type, width, height)
            select distinct on (sha256) * from unnest(?, ?, ?, ?, ?, ?, ?)
              as t (sha256, bucket, object_key, size, media_type, width, height)
            order by sha256
            on conflict do nothing""";
    static final String FRAMES = """
            insert into frame (captured_at, frame_id, source_id, image_sha256, received_at, sequence,
              origin_topic, origin_topic_id, origin_partition, origin_offset,
              claim_topic, claim_topic_id, claim_partition, claim_offset, trace_id, attributes)
            select captured_at, frame_id, source_id, image_sha256, received_at, sequence,
              origin_topic, origin_topic_id, origin_partition, origin_offset,
              claim_topic, claim_topic_id, claim_partition, claim_offset, trace_id, attributes::jsonb
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              as t (captured_at, frame_id, source_id, image_sha256, received_at, sequence,
              origin_topic, origin_topic_id, origin_partition, origin_offset,
              claim_topic, claim_topic_id, claim_partition, claim_offset, trace_id, attributes)
            on conflict do nothing
            returning frame_id""";

    private final MonthPartitions partitions;

    public FrameTable(MonthPartitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public String madeBy() {
        return "ingest";
    }

    @Override
    public void hold(Connection connection, List<FrameRow> rows) throws SQLException {
        partitions.ensure(
                connection,
                rows.stream().map(row -> row.frame().getCapturedAt()).toList(),
                "frame");
    }

    @Override
    public List<FrameRow> insert(Connection connection, List<FrameRow> delivered) throws SQLException {
        hold(connection, delivered);
        LetterLock.forFrames(connection);
        var dropped = DroppedRecords.frames(connection, delivered);
        var rows = withoutRepeats(delivered).stream()
                .filter(row -> !dropped.contains(row.frame().getFrameId()))
                .toList();
        sources(rows).execute(connection, SOURCES);
        images(rows).execute(connection, IMAGES);
        var inserted = frames(rows).keys(connection, FRAMES);
        RedrivenLetters.resolve(
                connection,
                delivered.stream()
                        .map(row -> RedrivenLetters.Arrival.ofStored(
                                row.claim(), row.frame().getFrameId(), madeBy()))
                        .toList());
        var fresh = Fresh.of(rows, row -> row.frame().getFrameId(), inserted);
        SinkDays.addFrames(connection, fresh);
        OriginCounts.add(connection, fresh);
        return fresh;
    }

    /** Of several claims of one frame the first counts, whatever they say of it. */
    private static List<FrameRow> withoutRepeats(List<FrameRow> rows) {
        return List.copyOf(rows.stream()
                .collect(Collectors.toMap(
                        row -> row.frame().getFrameId(), row -> row, (first, repeat) -> first, LinkedHashMap::new))
                .values());
    }

    static Columns<FrameRow> sources(List<FrameRow> rows) {
        return new Columns<>(rows).column("text", row -> row.frame().getSourceId());
    }

    static Columns<FrameRow> images(List<FrameRow> rows) {
        return new Columns<>(rows)
                .column("bytea", row -> row.frame().getClaim().getSha256().bytes())
                .column("text", row -> row.frame().getClaim().getBucket())
                .column("text", row -> row.frame().getClaim().getKey())
                .column("bigint", row -> row.frame().getClaim().getSize())
                .column("text", row -> row.frame().getClaim().getMediaType())
                .column("integer", row -> row.frame().getWidth())
                .column("integer", row -> row.frame().getHeight());
    }

    static Columns<FrameRow> frames(List<FrameRow> rows) {
        return new Columns<>(rows)
                .time(row -> row.frame().getCapturedAt())
                .column("uuid", row -> row.frame().getFrameId())
                .column("text", row -> row.frame().getSourceId())
                .column("bytea", row -> row.frame().getClaim().getSha256().bytes())
                .time(row -> row.frame().getReceivedAt())
                .column("bigint", row -> row.frame().getSequence())
                .column("text", row -> origin(row.frame(), Origin::getTopic))
                .column("uuid", row -> origin(row.frame(), Origin::getTopicId))
                .column("integer", row -> origin(row.frame(), Origin::getPartition))
                .column("bigint", row -> origin(row.frame(), Origin::getOffset))
                .column("text", row -> row.claim().topic())
                .column("uuid", row -> row.claim().topicId())
                .column("integer", row -> row.claim().partition())
                .column("bigint", row -> row.claim().offset())
                .column("text", FrameRow::traceId)
                .column("text", row -> json(row.frame().getAttributes()));
    }

    private static @Nullable Object origin(FrameReceived frame, Function<Origin, Object> part) {
        return frame.getOrigin() == null ? null : part.apply(frame.getOrigin());
    }

    private static String json(Map<String, String> attributes) {
        try {
            return JSON.writeValueAsString(attributes);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of text can always be written", e);
        }
    }
}
