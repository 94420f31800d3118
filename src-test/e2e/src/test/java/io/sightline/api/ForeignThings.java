package io.sightline.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Something of each kind that belongs to a source which no restricted client may see.
 *
 * @param label label of its detections, which nothing else has
 * @param frame frame with detections
 * @param letter dead letter
 * @param ids of everything that a path may name: frames, a letter, an operation
 */
record ForeignThings(String source, String label, UUID frame, UUID letter, List<String> ids) {
    private static final String REDRIVE = "/v1/dead-letters/redrive";

    ForeignThings {
        ids = List.copyOf(ids);
    }

    static ForeignThings store(Api api) {
        var rows = new StoredRows(api.database());
        var number = System.nanoTime();
        var source = "foreign-" + number;
        var label = "secret-" + number;
        var frame = rows.inferred(source, Instant.now(), label, 0.9, 0.8);
        var failed = rows.deadLettered(source);
        var letter = requireNonNull(api.database()
                .queryForObject("select event_id from dead_letter where frame_id = ?", UUID.class, failed));
        // Of no source, and what pages of a model are made of.
        api.database()
                .update(
                        "insert into model_event (name, version, step, epoch) values ('text-detector', '1', 'serving', 1)");
        return new ForeignThings(
                source,
                label,
                frame,
                letter,
                List.of(frame.toString(), failed.toString(), letter.toString(), operation(api, rows, source)));
    }

    private static String operation(Api api, StoredRows rows, String source) {
        rows.deadLettered(source);
        var body = "{\"dryRun\": false, \"source\": \"" + source + "\"}";
        var answer = api.post(REDRIVE, "application/json", body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(202);
        return Api.json(answer).path("id").asText();
    }
}
