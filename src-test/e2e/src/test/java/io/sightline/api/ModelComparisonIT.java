package io.sightline.api;

import static io.sightline.api.Answered.ok;
import static io.sightline.api.Answered.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A challenger against what serves, as it is asked for. What is counted is the business of ComparisonTest. */
@ExtendWith(ApiRuntime.class)
class ModelComparisonIT {
    private static final String DEV = "sightline-dev";
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final Api api;
    private final StoredRows rows;
    private final String model = "compared-" + System.nanoTime();
    private final String path = "/v1/models/" + model + "/comparison";

    ModelComparisonIT(Api api) {
        this.api = api;
        this.rows = new StoredRows(api.database());
        api.database()
                .update("insert into model_event (name, version, step, epoch) values (?, '2', 'shadowing', 1)", model);
    }

    @Test
    void tellsTheVersionsTheirAgreementAndTheirTimes() {
        shadowed("camera-1", NOW);
        shadowed("camera-2", NOW.minusSeconds(1));
        shadowed("camera-1", NOW.minus(25, ChronoUnit.HOURS));

        var answer = ok(api.get(path, DEV));

        assertThat(answer.path("model").asText()).isEqualTo(model);
        assertThat(answer.path("frames").asInt()).isEqualTo(2);
        assertThat(answer.path("agreement").asDouble()).isEqualTo(1);
        assertThat(answer.path("agreedFrames").asInt()).isEqualTo(2);
        assertThat(answer.path("serving").path("version").asText()).isEqualTo("1");
        assertThat(answer.path("challenger").path("version").asText()).isEqualTo("2");
        assertThat(answer.path("challenger").path("sha256").asText()).hasSize(64);
        assertThat(answer.path("detections").path("matched").asInt()).isEqualTo(4);
        assertThat(answer.path("labels").path(0).path("label").asText()).isEqualTo("text");
        assertThat(answer.path("latency").path("challenger").path("p95Micros").asInt())
                .isEqualTo(6);
        assertThat(Instant.parse(answer.path("window").path("since").asText()))
                .isBetween(NOW.minus(24, ChronoUnit.HOURS), Instant.now().minus(23, ChronoUnit.HOURS));
        assertThat(ok(api.get(path + "?since=" + NOW.minus(2, ChronoUnit.DAYS), DEV))
                        .path("frames")
                        .asInt())
                .isEqualTo(3);
        assertThat(ok(api.get(path + "?limit=1", DEV)).path("sampled").asBoolean())
                .isTrue();
    }

    @Test
    void countsTheSourcesOfTheTokenAlone() {
        shadowed("camera-1", NOW);
        shadowed("camera-2", NOW);

        assertThat(ok(api.get(path, "sightline-camera")).path("frames").asInt()).isEqualTo(1);
    }

    @Test
    void saysThatNothingRanInTheShadow() {
        var answer = ok(api.get(path + "?challenger=7", DEV));

        assertThat(answer.path("frames").asInt()).isZero();
        assertThat(answer.has("agreement")).isFalse();
        assertThat(api.get("/v1/models/nobody/comparison", DEV).statusCode()).isEqualTo(404);
        refused(api.get(path + "?limit=5001", DEV), "limit");
        refused(api.get(path + "?since=2026-11-02T00:00:00Z&until=2026-11-01T00:00:00Z", DEV), "since");
    }

    /** A frame on which both have found the same two things. */
    private void shadowed(String source, Instant capturedAt) {
        var frame = rows.inferred(source, capturedAt, "text", 0.9, 0.8);
        api.database().update("update detection set x = ordinal * 0.5 where frame_id = ?", frame);
        for (var version : new String[] {"1", "2"}) {
            api.database()
                    .update(
                            "insert into model_version (name, version, sha256) values (?, ?, sha256(?::bytea))"
                                    + " on conflict do nothing",
                            model,
                            version,
                            model + version);
        }
        copy(frame, "SHADOW", "2", 6);
        for (var table : new String[] {"inference", "detection"}) {
            api.database()
                    .update(
                            "update " + table + " set model_version_id = (select id from model_version where name = ?"
                                    + " and version = '1') where frame_id = ? and purpose = 'SERVING'",
                            model,
                            frame);
        }
    }

    private void copy(UUID frame, String purpose, String version, int micros) {
        api.database().update("""
                insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n,
                  parameters, contract_version, runtime_version, fetch_micros, decode_micros, infer_micros, post_micros)
                select captured_at, frame_id, (select id from model_version where name = ? and version = ?), ?, source_id,
                  completed_at, n, parameters, contract_version, runtime_version, 1, 2, ?, 4
                from inference where frame_id = ? and purpose = 'SERVING'""", model, version, purpose, micros, frame);
        api.database().update("""
                insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id,
                  label, score, x, y, w, h)
                select captured_at, frame_id, (select id from model_version where name = ? and version = ?), ?, ordinal,
                  source_id, class_id, label, score, x, y, w, h
                from detection where frame_id = ? and purpose = 'SERVING'""", model, version, purpose, frame);
    }
}
