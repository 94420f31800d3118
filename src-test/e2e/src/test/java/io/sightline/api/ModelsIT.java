package io.sightline.api;

import static io.sightline.api.Answered.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What is told of models (read-model-tables): what serves here, what was decided, and what the processes say that
 * infer.
 */
@ExtendWith(ApiRuntime.class)
class ModelsIT {
    private static final String DEV = "sightline-dev";
    private static final String SHA = "%064x";

    private final Api api;
    /** Behind the model that serves here in every list. */
    private final String model = "z-announced-" + System.nanoTime();

    ModelsIT(Api api) {
        this.api = api;
    }

    @AfterEach
    void forget() {
        for (var table : new String[] {"model_state", "model_event", "follower", "model_command"}) {
            api.database().update("delete from " + table + " where name = ?", model);
        }
    }

    @Test
    void listsAModelThatWasAnnouncedAndServesNowhere() {
        announce(3, false, 4);

        var listed = find(ok(api.get("/v1/models", DEV)), model);
        var read = ok(api.get("/v1/models/" + model, DEV));

        assertThat(read).isEqualTo(listed);
        assertThat(read.has("version")).isFalse();
        var state = read.path("state");
        assertThat(state.path("status").asText()).isEqualTo("REJECTED");
        assertThat(state.path("reason").asText()).isEqualTo("version 4 finds less");
        assertThat(state.path("pinned").asBoolean()).isFalse();
        assertThat(state.path("decidedAt").asText()).isEqualTo("2026-11-01T09:00:14.511Z");
        assertThat(state.path("serving").path("version").asText()).isEqualTo("3");
        assertThat(state.path("serving").path("runId").asText()).isEqualTo("run3");
        assertThat(state.path("serving").has("alias")).isFalse();
        assertThat(state.path("challenger").path("version").asText()).isEqualTo("5");
        assertThat(state.path("shadowShare").asDouble()).isEqualTo(0.25);
        assertThat(state.path("metrics").path("serving_map").asDouble()).isEqualTo(0.84);
        assertThat(state.path("epoch").asInt()).isEqualTo(7);
        assertThat(state.path("sequence").asInt()).isEqualTo(4);
        assertThat(read.path("followers").path("processes").asInt()).isZero();
    }

    @Test
    void saysSinceWhenTheVersionServes() {
        announce(3, true, 4);
        api.database().update("""
                insert into model_event (name, version, sha256, step, epoch, happened_at) values
                  (?, '3', decode(?, 'hex'), 'serving', 1, '2026-10-01T00:00:00Z'),
                  (?, '3', decode(?, 'hex'), 'serving', 2, '2026-10-20T14:03:11Z'),
                  (?, '4', sha256('4'), 'serving', 2, '2026-10-25T00:00:00Z'),
                  (?, '3', decode(?, 'hex'), 'gated', 2, '2026-10-26T00:00:00Z')""", model, SHA.formatted(3), model, SHA.formatted(3), model, model, SHA.formatted(3));

        var state = ok(api.get("/v1/models/" + model, DEV)).path("state");

        assertThat(state.path("servingSince").asText()).isEqualTo("2026-10-20T14:03:11Z");
        assertThat(state.path("pinned").asBoolean()).isTrue();
    }

    @Test
    void countsTheProcessesThatFollowFailOrHaveFallenSilent() {
        announce(3, false, 4);
        follow("a", "serving", "3", 4, 1);
        follow("b", "serving", "3", 4, 29);
        follow("c", "serving", "2", 3, 1);
        follow("d", "failed", "2", 4, 1);
        follow("e", "serving", "1", 4, 40);
        follow("f", "serving", "1", 4, 700);

        var followers = ok(api.get("/v1/models/" + model, DEV)).path("followers");

        assertThat(followers.path("processes").asInt()).isEqualTo(4);
        assertThat(followers.path("behind").asInt()).as("c and d").isEqualTo(2);
        assertThat(followers.path("stale").asInt()).isEqualTo(1);
        assertThat(followers.path("versions").findValuesAsText("version")).containsExactlyInAnyOrder("3", "2");
        assertThat(followers.path("versions").findValuesAsText("processes")).containsExactly("2", "2");
        assertThat(followers.path("versions").path(0).path("sha256").asText()).hasSize(64);
        assertThat(followers.path("failed")).hasSize(1);
        assertThat(followers.path("failed").path(0).path("process").asText()).isEqualTo("d");
        assertThat(followers.path("failed").path(0).path("message").asText()).isEqualTo("no room");
    }

    /** It has loaded its folder by itself and serves all the same. */
    @Test
    void listsAModelThatServesInAnotherProcessAlone() {
        follow("a", "serving", "1", 0, 1);

        var read = ok(api.get("/v1/models/" + model, DEV));

        assertThat(read.has("state")).isFalse();
        assertThat(read.path("followers").path("behind").asInt()).isZero();
        assertThat(read.path("followers")
                        .path("versions")
                        .path(0)
                        .path("version")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void tellsTheLastCommandOfPeople() {
        announce(3, false, 4);
        api.database().update("""
                insert into model_command (id, name, command, requested_by, requested_at, state, message, ended_at) values
                  (gen_random_uuid(), ?, 'pin', 'me', '2026-10-20T00:00:00Z', 'done', 'pinned', now()),
                  (gen_random_uuid(), ?, 'unpin', 'me', '2026-10-21T00:00:00Z', 'failed', 'it was not', now()),
                  (gen_random_uuid(), ?, 'look', 'mlflow', '2026-10-22T00:00:00Z', 'done', null, now())""", model, model, model);

        var command = ok(api.get("/v1/models/" + model, DEV)).path("command");

        assertThat(command.path("kind").asText()).isEqualTo("unpin");
        assertThat(command.path("state").asText()).isEqualTo("failed");
        assertThat(command.path("message").asText()).isEqualTo("it was not");
    }

    @Test
    void knowsNoModelThatWasRetired() {
        announce(3, false, 4);
        api.database().update("update model_state set announced = null where name = ?", model);

        assertThat(api.get("/v1/models/" + model, DEV).statusCode()).isEqualTo(404);
        assertThat(ok(api.get("/v1/models", DEV)).path("models").findValuesAsText("name"))
                .doesNotContain(model);
    }

    @Test
    void tellsWhatServesHere() {
        var read = ok(api.get("/v1/models/text-detector", DEV));

        assertThat(read.path("version").asText()).isEqualTo("1");
        assertThat(read.path("alias").asText()).isEqualTo("champion");
        assertThat(read.path("sha256").asText()).hasSize(64);
        assertThat(read.has("incomplete")).isFalse();
    }

    private void announce(int version, boolean pinned, int sequence) {
        api.database().update("""
                insert into model_state (name, epoch, sequence, announced, decided_at)
                values (?, 7, ?, ?::jsonb, '2026-11-01T09:00:14.511Z')""", model, sequence, """
                {"name": "%s", "pinned": %s, "status": "REJECTED", "reason": "version 4 finds less", "shadowShare": 0.25,
                 "serving": {"name": "%s", "version": "%d", "alias": null, "runId": "run%d", "sha256": "%s"},
                 "challenger": {"name": "%s", "version": "5", "alias": "challenger", "runId": null, "sha256": "%s"},
                 "artifact": [], "challengerArtifact": [], "detector": "{}", "signature": "{}",
                 "decidedAt": "2026-11-01T09:00:14.511Z", "metrics": {"serving_map": 0.84}, "epoch": 7, "sequence": %d}""".formatted(
                model, pinned, model, version, version, SHA.formatted(version), model, SHA.formatted(5), sequence));
    }

    private void follow(String process, String state, String version, int sequence, int secondsAgo) {
        api.database().update("""
                insert into follower (process, name, state, message, version, sha256, epoch, sequence, reported_at)
                values (?, ?, ?, case when ? = 'failed' then 'no room' end, ?, decode(lpad(?, 64, '0'), 'hex'), 7, ?,
                  clock_timestamp() - ? * interval '1 second')""", process, model, state, state, version, version, sequence, secondsAgo);
    }

    private static JsonNode find(JsonNode list, String name) {
        return StreamSupport.stream(list.path("models").spliterator(), false)
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
