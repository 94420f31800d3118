package io.sightline.delivery;

import io.sightline.delivery.v1.Origin;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that were stored and that retention has dropped since: they are known by the record of the frames topic that
 * they came of, or by the frame's id where they came of none.
 *
 * <p>Asked for by a transaction that holds the partitions already ({@link MonthPartitions#ensure}): what was dropped
 * before is seen, and nothing is dropped until it ends.
 */
final class DroppedRecords {
    private static final String POSSIBLE = "select may_be_dropped(?, ?::timestamptz, ?, ?, ?, ?)";
    private static final String FRAMES = "select * from frames_dropped(?, ?, ?, ?, ?, ?)";
    private static final String INFERENCES = "select * from inferences_dropped(?, ?, ?, ?, ?, ?)";

    private static final String OTHERS = """
            select distinct frame_id from unnest(?, ?) as t (frame_id, moment)
            where exists (select from retention_drop
              where table_name = 'inference' and to_time > t.moment and from_time <= t.moment)""";

    private DroppedRecords() {}

    /** Of these rows those frames that were dropped. */
    static Set<UUID> frames(Connection connection, List<FrameRow> rows) throws SQLException {
        var things = rows.stream()
                .map(row -> {
                    var frame = row.frame();
                    var record = frame.getOrigin() == null
                            ? Place.of("claim", row.claim().origin())
                            : Place.of("origin", frame.getOrigin());
                    return new Thing(frame.getFrameId(), frame.getCapturedAt(), record);
                })
                .toList();
        return dropped(connection, "frame", FRAMES, things);
    }

    /** Frames whose serving inference, one of these rows, was dropped. */
    static Set<UUID> inferences(Connection connection, List<InferenceRow> rows) throws SQLException {
        var things = rows.stream()
                .map(InferenceRow::inference)
                .map(inference -> new Thing(
                        inference.getFrameId(),
                        inference.getCapturedAt(),
                        inference.getOrigin() == null ? null : Place.of("served", inference.getOrigin())))
                .toList();
        return dropped(connection, "inference", INFERENCES, things);
    }

    /**
     * Frames of these rows that are of a month whose inferences were dropped. Of inferences beside the serving one
     * nobody has written down which there were.
     */
    static Set<UUID> others(Connection connection, List<InferenceRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(new Columns<>(rows)
                .column("uuid", row -> row.inference().getFrameId())
                .time(row -> row.inference().getCapturedAt())
                .keys(connection, OTHERS));
    }

    private static Set<UUID> dropped(Connection connection, String table, String sql, List<Thing> things)
            throws SQLException {
        if (things.isEmpty() || !isPossible(connection, table, things)) {
            return Set.of();
        }
        return Set.copyOf(new Columns<>(things)
                .column("uuid", Thing::frameId)
                .time(Thing::capturedAt)
                .column("text", part(Place::kind))
                .column("uuid", part(Place::topicId))
                .column("integer", part(Place::partition))
                .column("bigint", part(Place::offset))
                .keys(connection, sql));
    }

    private static Function<Thing, @Nullable Object> part(Function<Place, Object> part) {
        return thing -> thing.place() == null ? null : part.apply(thing.place());
    }

    /** New records lie behind all that was dropped; to know that for a batch costs a few entries of an index. */
    private static boolean isPossible(Connection connection, String table, List<Thing> things) throws SQLException {
        var lowest = things.stream()
                .flatMap(thing -> Stream.ofNullable(thing.place()))
                .collect(Collectors.toMap(
                        Place::log, place -> place, BinaryOperator.minBy(Comparator.comparingLong(Place::offset))));
        var earliest = things.stream()
                .map(Thing::capturedAt)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        try (var statement = connection.prepareStatement(POSSIBLE)) {
            statement.setString(1, table);
            statement.setString(2, earliest.toString());
            new Columns<>(List.copyOf(lowest.values()))
                    .column("text", Place::kind)
                    .column("uuid", Place::topicId)
                    .column("integer", Place::partition)
                    .column("bigint", Place::offset)
                    .bind(statement, 3);
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    private record Thing(
            UUID frameId, Instant capturedAt, @Nullable Place place) {}

    /** @param kind what table retention_count calls such records */
    private record Place(String kind, UUID topicId, int partition, long offset) {
        static Place of(String kind, Origin record) {
            return new Place(kind, record.getTopicId(), record.getPartition(), record.getOffset());
        }

        List<Object> log() {
            return List.of(kind, topicId, partition);
        }
    }
}
