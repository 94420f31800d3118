package io.sightline.api;

import static io.sightline.api.Answered.ok;
import static io.sightline.api.Answered.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The history of promotions, as it is read by pages. */
@ExtendWith(ApiRuntime.class)
class ModelEventsIT {
    private static final String DEV = "sightline-dev";

    private final Api api;
    private final String model = "history-" + System.nanoTime();
    private final String path = "/v1/models/" + model + "/events";

    ModelEventsIT(Api api) {
        this.api = api;
    }

    @Test
    void tellsAStepWithItsReasonAndWhatWasMeasured() {
        api.database().update("""
                insert into model_event (name, version, run_id, sha256, alias, step, reason, message, metrics, epoch,
                  happened_at)
                values (?, '3', 'run3', sha256('3'), 'champion', 'rejected', 'MAP_BELOW_SERVING', 'it finds less',
                  '{"candidate_map": 0.71}', 7, '2026-11-01T09:00:14.511234Z')""", model);

        var event = ok(api.get(path, DEV)).path("events").path(0);

        assertThat(event.path("id").asLong()).isPositive();
        assertThat(List.of("step", "version", "alias", "runId", "reason", "message", "happenedAt").stream()
                        .map(field -> event.path(field).asText()))
                .containsExactly(
                        "rejected",
                        "3",
                        "champion",
                        "run3",
                        "MAP_BELOW_SERVING",
                        "it finds less",
                        "2026-11-01T09:00:14.511234Z");
        assertThat(event.path("sha256").asText())
                .isEqualTo("4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce");
        assertThat(event.path("metrics").path("candidate_map").asDouble()).isEqualTo(0.71);
        assertThat(event.path("epoch").asInt()).isEqualTo(7);
    }

    /** Also when more happens between two pages. */
    @Test
    void givesEveryStepOnceLatestFirst() {
        IntStream.range(0, 7).forEach(i -> happened("discovered", "1", i));
        var versions = new ArrayList<String>();
        var cursor = "";
        do {
            var page = ok(api.get(path + "?limit=3" + cursor, DEV));
            page.path("events")
                    .forEach(event -> versions.add(event.path("happenedAt").asText()));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
            happened("gated", "2", 9);
        } while (!cursor.isEmpty());

        assertThat(versions)
                .containsExactlyElementsOf(IntStream.range(0, 7)
                        .mapToObj(i -> "2026-11-01T0" + (6 - i) + ":00:00Z")
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "step=rejected, 3 1",
        "version=2, 4 2",
        "step=rejected&version=2, ''",
        "since=2026-11-01T02:00:00Z, 4 3 2",
        "until=2026-11-01T02:00:00Z, 1 0",
        "since=2026-11-01T01:00:00Z&until=2026-11-01T04:00:00Z&step=discovered, 2"
    })
    void answersWhatPassesTheFilters(String filter, String hours) {
        happened("discovered", "1", 0);
        happened("rejected", "1", 1);
        happened("discovered", "2", 2);
        happened("rejected", "3", 3);
        happened("serving", "2", 4);

        var events = ok(api.get(path + "?" + filter, DEV)).path("events");

        assertThat(StreamSupport.stream(events.spliterator(), false)
                        .map(ModelEventsIT::hour)
                        .toList())
                .isEqualTo(hours.isEmpty() ? List.of() : List.of(hours.split(" ")));
    }

    @Test
    void refusesAStepThatIsNoneAndACursorOfAnotherFilterOrModel() {
        happened("discovered", "1", 0);
        happened("discovered", "1", 1);
        var next = ok(api.get(path + "?limit=1", DEV)).path("next").asText();
        api.database()
                .update(
                        "insert into model_event (name, version, step, epoch) values (?, '1', 'serving', 1)",
                        model + "x");

        refused(api.get(path + "?step=finished", DEV), "step must be one of");
        refused(api.get(path + "?step=serving&cursor=" + next, DEV), "cursor belongs to other filters");
        refused(api.get("/v1/models/" + model + "x/events?cursor=" + next, DEV), "cursor belongs to other filters");
        refused(
                api.get("/v1/models/text-detector/events?since=2026-11-02T00:00:00Z&until=2026-11-01T00:00:00Z", DEV),
                "since");
    }

    @Test
    void isEmptyForAConfiguredModelAndThereIsNoneForAnUnknownOne() {
        var none = ok(api.get("/v1/models/text-detector/events?version=never", DEV));
        var unknown = api.get(path, DEV);

        assertThat(none.path("events")).isEmpty();
        assertThat(none.has("next")).isFalse();
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(Api.json(unknown).path("code").asText()).isEqualTo("MODEL_UNKNOWN");
    }

    private void happened(String step, String version, int hour) {
        api.database()
                .update(
                        "insert into model_event (name, version, step, epoch, happened_at)"
                                + " values (?, ?, ?, 1, timestamptz '2026-11-01T00:00:00Z' + ? * interval '1 hour')",
                        model,
                        version,
                        step,
                        hour);
    }

    private static String hour(JsonNode event) {
        return event.path("happenedAt").asText().substring(12, 13);
    }
}
