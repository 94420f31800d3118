package io.sightline.demo;

import io.sightline.detection.Detection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gathers the rows about one record while they are read; the same row may be seen more than once. */
final class Trace {
    private final Set<Row> frames = new HashSet<>();
    private final Set<Row> inferences = new HashSet<>();
    private final Set<UUID> deadLetters = new HashSet<>();
    private StageTimes times = StageTimes.NONE;
    private @Nullable Answer answer;

    /** A row of a table that is keyed by frame and time; the model is 0 where there is none. */
    private record Row(UUID frameId, OffsetDateTime capturedAt, long model) {}

    /**
     * Takes a row of place (2 columns), frame (time, id), inference (time, model, 4 times, version, end; null without
     * one).
     */
    void addFrame(ResultSet row) throws SQLException {
        var frameId = row.getObject(4, UUID.class);
        frames.add(new Row(frameId, row.getObject(3, OffsetDateTime.class), 0));
        var inferredFor = row.getObject(5, OffsetDateTime.class);
        if (inferredFor != null && inferences.add(new Row(frameId, inferredFor, row.getLong(6)))) {
            times = times.plus(new StageTimes(row.getLong(7), row.getLong(8), row.getLong(9), row.getLong(10)));
            answer = new Answer(
                    row.getString(11), row.getObject(12, OffsetDateTime.class).toInstant());
        }
    }

    void addDeadLetter(UUID eventId) {
        deadLetters.add(eventId);
    }

    @Nullable UUID frameId() {
        return frames.stream().map(Row::frameId).findFirst().orElse(null);
    }

    Outcome outcome(Map<UUID, List<Detection>> detections) {
        var id = frameId();
        return new Outcome(
                frames.size(),
                inferences.size(),
                deadLetters.size(),
                times,
                id == null ? List.of() : detections.getOrDefault(id, List.of()),
                Optional.ofNullable(answer));
    }
}
