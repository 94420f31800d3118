package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.benchmark.sink.Deliveries;
import io.sightline.benchmark.sink.SinkContestants;
import io.sightline.benchmark.sink.SinkDatabase;
import io.sightline.devstack.DatabaseAlone;
import io.sightline.devstack.DevStackOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever is compared in the benchmark of the sink writes the same rows; otherwise a speed says nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SinkWritersIT {
    /** More than the five after which the driver prepares a statement on the server. */
    private static final int DELIVERIES = 7;

    private static final int FRAMES = 3;
    private static final int DETECTIONS = 8;

    private final DatabaseAlone server = DatabaseAlone.start(DevStackOptions.forTests(), System.out::println);
    private final SinkDatabase database = new SinkDatabase(server.isolate("writers"));

    @AfterAll
    void stop() {
        database.close();
        server.close();
    }

    @Test
    void everyoneLeavesTheSameRows() throws Exception {
        // Given
        Map<String, List<String>> contents = new LinkedHashMap<>();
        // When
        for (var contestant : SinkContestants.of(database).entrySet()) {
            write(contestant.getValue());
            contents.put(contestant.getKey(), database.contents());
        }
        // Then
        var sink = contents.getOrDefault(SinkContestants.SIGHTLINE, List.of());
        assertThat(sink).filteredOn(row -> row.startsWith("frame ")).hasSize(DELIVERIES * FRAMES);
        assertThat(sink).filteredOn(row -> row.startsWith("detection ")).hasSize(DELIVERIES * FRAMES * DETECTIONS);
        assertThat(contents)
                .hasSize(5)
                .allSatisfy((name, rows) -> assertThat(rows).as(name).isEqualTo(sink));
    }

    @Test
    void theSinkMovesItsPositionsAndNobodyElseDoes() throws Exception {
        for (var contestant : SinkContestants.of(database).entrySet()) {
            // When
            write(contestant.getValue());
            // Then
            var stored = contestant.getKey().equals(SinkContestants.SIGHTLINE) ? 2 * DELIVERIES * FRAMES : 0;
            assertThat(database.positions()).as(contestant.getKey()).isEqualTo(stored);
        }
    }

    @Test
    void whoeverLosesRowsHasNoSpeed() throws Exception {
        // Given
        long frames = DELIVERIES * FRAMES;
        long rows = frames * (3 + DETECTIONS);
        // When
        write(Objects.requireNonNull(SinkContestants.of(database).get(SinkContestants.UPSERTS)));
        // Then
        database.require(frames, rows);
        assertThatThrownBy(() -> database.require(frames, rows + 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("detection");
        assertThatThrownBy(() -> database.require(frames + 1, rows + 3 + DETECTIONS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("image");
    }

    private void write(SinkContestants.Opening contestant) throws Exception {
        database.empty();
        var deliveries = new Deliveries(FRAMES, DETECTIONS);
        try (var writer = contestant.open()) {
            for (int i = 0; i < DELIVERIES; i++) {
                writer.write(deliveries.get());
            }
        }
    }
}
