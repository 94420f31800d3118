package io.sightline.demo;

import io.sightline.detection.Box;
import io.sightline.detection.Detection;
import io.sightline.detection.Point;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads what the database holds about records of one topic, found by their origin. */
public final class OutcomeReader implements AutoCloseable {
    private static final int RECORDS_AT_ONCE = 1000;
    private static final String FRAMES = """
            select s.p, s.o, f.captured_at, f.frame_id, i.captured_at, i.model_version_id,
                   i.fetch_micros, i.decode_micros, i.infer_micros, i.post_micros,
                   v.version, i.completed_at
            from unnest(?::int[], ?::bigint[]) as s(p, o)
            join frame f on f.origin_partition = s.p and f.origin_offset = s.o and f.origin_topic_id = ? and f.captured_at >= ?
            left join inference i on i.frame_id = f.frame_id and i.purpose = 'SERVING'
            left join model_version v on v.id = i.model_version_id
            """;
    private static final String DEAD_LETTERS = """
            select s.p, s.o, d.event_id
            from unnest(?::int[], ?::bigint[], ?::uuid[]) as s(p, o, frame_id)
            join dead_letter d on d.recorded_at >= ? and d.state <> 'resolved'
              and ((d.failed_topic_id = ? and d.failed_partition = s.p and d.failed_offset = s.o) or d.frame_id = s.frame_id)
            """;
    private static final String DETECTIONS = """
            select frame_id, ordinal, class_id, label, score, x, y, w, h, polygon
            from detection where captured_at >= ? and purpose = 'SERVING' and frame_id = any(?)
            order by frame_id, ordinal
            """;

    private final Connection connection;
    private final UUID topicId;
    private final OffsetDateTime since;

    /**
     * Connects.
     *
     * @param topicId id of the topic of the records
     * @param since no frame was captured earlier
     */
    public OutcomeReader(DemoTarget target, UUID topicId, Instant since) throws SQLException {
        this.connection = DriverManager.getConnection(target.jdbcUrl(), target.jdbcUser(), target.jdbcPassword());
        this.topicId = topicId;
        this.since = since.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC);
    }

    /** What there is by now; records without a trace are left out. */
    public Map<RecordPlace, Outcome> read(Collection<RecordPlace> places) throws SQLException {
        var outcomes = new HashMap<RecordPlace, Outcome>();
        var all = List.copyOf(places);
        for (var from = 0; from < all.size(); from += RECORDS_AT_ONCE) {
            outcomes.putAll(readSome(all.subList(from, Math.min(all.size(), from + RECORDS_AT_ONCE))));
        }
        return outcomes;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private Map<RecordPlace, Outcome> readSome(List<RecordPlace> places) throws SQLException {
        var traces = new HashMap<RecordPlace, Trace>();
        readFrames(places, traces);
        readDeadLetters(places, traces);
        var detections = readDetections(traces.values().stream()
                .map(Trace::frameId)
                .filter(Objects::nonNull)
                .toArray());
        var outcomes = new HashMap<RecordPlace, Outcome>();
        traces.forEach((place, trace) -> outcomes.put(place, trace.outcome(detections)));
        return outcomes;
    }

    private void readFrames(List<RecordPlace> places, Map<RecordPlace, Trace> traces) throws SQLException {
        try (var query = connection.prepareStatement(FRAMES)) {
            setPlaces(query, places);
            query.setObject(3, topicId);
            query.setObject(4, since);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    traces.computeIfAbsent(place(rows), place -> new Trace()).addFrame(rows);
                }
            }
        }
    }

    private void readDeadLetters(List<RecordPlace> places, Map<RecordPlace, Trace> traces) throws SQLException {
        try (var query = connection.prepareStatement(DEAD_LETTERS)) {
            setPlaces(query, places);
            var frameIds = places.stream()
                    .map(place -> traces.getOrDefault(place, new Trace()).frameId())
                    .toArray();
            query.setArray(3, array("uuid", frameIds));
            query.setObject(4, since);
            query.setObject(5, topicId);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    traces.computeIfAbsent(place(rows), place -> new Trace())
                            .addDeadLetter(rows.getObject(3, UUID.class));
                }
            }
        }
    }

    private Map<UUID, List<Detection>> readDetections(@Nullable Object[] frameIds) throws SQLException {
        var detections = new HashMap<UUID, List<Detection>>();
        try (var query = connection.prepareStatement(DETECTIONS)) {
            query.setObject(1, since);
            query.setArray(2, array("uuid", frameIds));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    detections
                            .computeIfAbsent(rows.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(detection(rows));
                }
            }
        }
        return detections;
    }

    private void setPlaces(PreparedStatement query, List<RecordPlace> places) throws SQLException {
        query.setArray(
                1, array("int4", places.stream().map(RecordPlace::partition).toArray()));
        query.setArray(2, array("int8", places.stream().map(RecordPlace::offset).toArray()));
    }

    private Array array(String type, @Nullable Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    private static RecordPlace place(ResultSet row) throws SQLException {
        return new RecordPlace(row.getInt(1), row.getLong(2));
    }

    private static Detection detection(ResultSet row) throws SQLException {
        return new Detection(
                row.getInt(2),
                row.getInt(3),
                row.getString(4),
                row.getFloat(5),
                new Box(row.getFloat(6), row.getFloat(7), row.getFloat(8), row.getFloat(9)),
                polygon(row.getArray(10)));
    }

    private static List<Point> polygon(@Nullable Array coordinates) throws SQLException {
        if (coordinates == null) {
            return List.of();
        }
        var flat = (Float[]) coordinates.getArray();
        return IntStream.range(0, flat.length / 2)
                .mapToObj(point -> new Point(flat[2 * point], flat[2 * point + 1]))
                .toList();
    }
}
