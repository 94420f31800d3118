package io.sightline.delivery;

import io.sightline.inference.v1.Purpose;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Table sink_day: how many rows the sink has stored of a partition, by UTC day of capture. It is written with the rows,
 * from those that were new, so that a row that is missing later is missed.
 */
final class SinkDays {
    private static final String ADD = """
            insert into sink_day as known (topic_id, partition, day, topic, frames, inferences, serving, detections)
            select topic_id, partition, day::date, topic, frames, inferences, serving, detections
            from unnest(?, ?, ?, ?, ?, ?, ?, ?)
              as t (topic_id, partition, day, topic, frames, inferences, serving, detections)
            order by topic_id, partition, day
            on conflict (topic_id, partition, day) do update set
              frames = known.frames + excluded.frames, inferences = known.inferences + excluded.inferences,
              serving = known.serving + excluded.serving, detections = known.detections + excluded.detections""";

    private final Map<Key, Count> counts = new HashMap<>();

    private SinkDays() {}

    static void addFrames(Connection connection, List<FrameRow> fresh) throws SQLException {
        var days = new SinkDays();
        fresh.forEach(row -> days.add(row.claim(), row.frame().getCapturedAt(), new Count(1, 0, 0, 0)));
        days.write(connection);
    }

    static void addInferences(Connection connection, List<InferenceRow> fresh) throws SQLException {
        var days = new SinkDays();
        for (var row : fresh) {
            var inference = row.inference();
            int serving = inference.getPurpose() == Purpose.SERVING ? 1 : 0;
            int detections = inference.getDetections().size();
            days.add(row.record(), inference.getCapturedAt(), new Count(0, 1, serving, detections));
        }
        days.write(connection);
    }

    private void add(ConsumedRecord record, Instant capturedAt, Count count) {
        var day = capturedAt.atOffset(ZoneOffset.UTC).toLocalDate();
        counts.merge(new Key(record.topicId(), record.topic(), record.partition(), day), count, Count::plus);
    }

    private void write(Connection connection) throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        new Columns<>(List.copyOf(counts.entrySet()))
                .column("uuid", entry -> entry.getKey().topicId())
                .column("integer", entry -> entry.getKey().partition())
                .column("text", entry -> entry.getKey().day().toString())
                .column("text", entry -> entry.getKey().topic())
                .column("bigint", entry -> entry.getValue().frames())
                .column("bigint", entry -> entry.getValue().inferences())
                .column("bigint", entry -> entry.getValue().serving())
                .column("bigint", entry -> entry.getValue().detections())
                .execute(connection, ADD);
    }

    private record Key(UUID topicId, String topic, int partition, LocalDate day) {}

    private record Count(long frames, long inferences, long serving, long detections) {
        Count plus(Count other) {
            return new Count(
                    frames + other.frames,
                    inferences + other.inferences,
                    serving + other.serving,
                    detections + other.detections);
        }
    }
}
