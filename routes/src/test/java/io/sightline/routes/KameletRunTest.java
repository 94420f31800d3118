package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Reason;
import io.sightline.failure.PermanentFailure;
import io.sightline.model.v1.ModelState;
import io.sightline.model.v1.Status;
import java.sql.SQLException;
import java.util.List;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue's sources, and the actions on claims, each run by its example Pipe. */
class KameletRunTest extends KameletTestSupport {
    private static final String SOURCE = """
            source:
              ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: %s }
              properties: { group: mine, topic: %s %s }
            sink: { uri: 'kafka:out' }
            """;

    @Test
    void claimsSourceGivesEachClaimAsJsonAndCommitsOnce() throws Exception {
        run("log-claims", "out");
        var batch = batch().add(claim()).add(claim());

        assertThat(deliverTo("claims", batch).getException()).isNull();

        assertThat(bodies("out")).hasSize(2).allSatisfy(frame -> {
            assertThat(frame.path("sourceId").asText()).isEqualTo("camera-1");
            assertThat(frame.path("width").isInt()).isTrue();
            assertThat(frame.path("claim").path("sha256").asText()).matches("[0-9a-f]{64}");
        });
        assertThat(batch.committed).containsExactly(1L);
        assertThat(read.settings("claims"))
                .containsEntry("groupId", "log-claims")
                .containsEntry("autoCommitEnable", "false")
                .containsEntry("breakOnFirstError", "true")
                .containsEntry("autoOffsetReset", "earliest");
    }

    /** At least once: nothing is committed that the sink refused, and it comes again. */
    @ParameterizedTest
    @CsvSource({"log-claims, claims", "log-detections, inferences", "log-models, models"})
    void aSourceCommitsNothingWhileItsSinkFails(String pipe, String topic) throws Exception {
        run(pipe, "out");
        var batch = batch().add(value(topic)).add(value(topic));
        topics.away.add("out");

        assertThat(deliverTo(topic, batch).getException()).hasMessage("broker is away");
        assertThat(batch.committed).isEmpty();

        topics.away.clear();
        assertThat(deliverTo(topic, batch).getException()).isNull();
        assertThat(bodies("out")).hasSize(2);
        assertThat(batch.committed).containsExactly(1L);
    }

    /** At least once: what an action fails with commits nothing, and all of it comes again. */
    @ParameterizedTest
    @CsvSource({
        "enrich-action, detections-source, inferences",
        "annotate-action, detections-source, inferences",
        "detect-action, claims-source, claims"
    })
    void anActionThatFailsLosesNothing(String action, String source, String topic) throws Exception {
        var step = "steps: [{ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: %s}}]\nsink:";
        runPipe(SOURCE.formatted(source, topic, "").replace("sink:", step.formatted(action)));
        database = exchange -> {
            throw new SQLException("away", "08006");
        };
        var batch = batch().add(value(topic)).add(value(topic));

        assertThat(deliverTo(topic, batch).getException()).isNotNull();

        assertThat(topics.sentTo("out")).isEmpty();
        assertThat(batch.committed).isEmpty();

        database = exchange -> exchange.getMessage().setBody(List.of());
        store.objects.put(naming.claim(picture, "image/png").getKey(), picture);
        assertThat(deliverTo(topic, batch).getException()).isNull();

        assertThat(topics.sentTo("out")).hasSize(2);
        assertThat(batch.committed).containsExactly(1L);
    }

    /** There the stage sink makes a dead letter of it. */
    @ParameterizedTest
    @CsvSource({"log-claims, claims", "log-detections, inferences"})
    void aSourcePassesOverWhatCannotBeReadInTheRuntimesTopics(String pipe, String topic) throws Exception {
        run(pipe, "out");
        var batch = batch().add(new byte[] {1, 2, 3}).add(value(topic));

        assertThat(deliverTo(topic, batch).getException()).isNull();

        assertThat(bodies("out")).hasSize(1);
        assertThat(batch.committed).containsExactly(1L);
    }

    /** Nobody else would know of it. */
    @ParameterizedTest
    @CsvSource({"claims-source, others", "detections-source, others", "model-events-source, models"})
    void aSourceCommitsNothingThatCannotBeReadInOtherTopics(String source, String topic) throws Exception {
        runPipe(SOURCE.formatted(source, topic, ""));
        var batch = batch().add(new byte[] {1, 2, 3});

        assertThat(deliverTo(topic, batch).getException()).isInstanceOf(PermanentFailure.class);

        assertThat(topics.sentTo("out")).isEmpty();
        assertThat(batch.committed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "claims-source, claims, claims", "claims-source, others, claims",
        "detections-source, others, inferences", "model-events-source, models, models"
    })
    void aSourceMakesADeadLetterOfWhatCannotBeReadWhereItHasATopicForIt(String source, String topic, String kind)
            throws Exception {
        runPipe(SOURCE.formatted(source, topic, ", unreadable: my-letters"));
        var batch = batch().add(new byte[] {1, 2, 3}).add(value(kind));

        assertThat(deliverTo(topic, batch).getException()).isNull();

        assertThat(bodies("out")).hasSize(1);
        assertThat(batch.committed).containsExactly(1L);
        assertThat(topics.sentTo("my-letters")).singleElement().satisfies(message -> {
            var letter = format.read(message.getBody(byte[].class), DeadLetter.class);
            assertThat(letter.getOriginalValue().array()).containsExactly(1, 2, 3);
            assertThat(letter.getFailedAt().getTopic()).isEqualTo("some.topic");
            assertThat(letter.getReason()).isEqualTo(Reason.UNDECODABLE_RECORD);
        });
    }

    @Test
    void detectionsSourceGivesWhatWasFoundAsJson() throws Exception {
        run("log-detections", "out");

        assertThat(deliverTo("inferences", batch().add(value("inferences"))).getException())
                .isNull();

        assertThat(bodies("out")).singleElement().satisfies(inference -> {
            assertThat(inference.path("purpose").asText()).isEqualTo("SERVING");
            assertThat(inference.path("completedAt").asText()).isEqualTo("2026-03-01T12:00:00Z");
            assertThat(inference.path("detections").path(0).path("score").isNumber())
                    .isTrue();
            assertThat(inference.path("detections").path(0).path("label").asText())
                    .isEqualTo("text");
        });
    }

    @Test
    void modelEventsSourceGivesTheWholeStateAndTellsOfARetiredModel() throws Exception {
        run("log-models", "out");

        assertThat(deliverTo("models", batch().add(value("models")).add(null)).getException())
                .isNull();

        assertThat(bodies("out")).hasSize(2);
        assertThat(bodies("out").get(0).path("status").asText()).isEqualTo("REJECTED");
        assertThat(bodies("out").get(0).path("reason").asText()).isEqualTo("worse");
        // The key of all records of a test's topic.
        assertThat(bodies("out").get(1)).isEqualTo(json("{\"name\":\"camera-1\",\"retired\":true}"));
    }

    @Test
    void claimFetchActionGivesThePictureThatIsNamedAndNoOther() throws Exception {
        run("copy-pictures", "");
        var key = naming.claim(picture, "image/png").getKey();
        store.objects.put(key, picture);

        assertThat(deliverTo("claims", batch().add(claim())).getException()).isNull();

        assertThat(topics.sentTo("pictures")).singleElement().satisfies(message -> {
            assertThat(message.getBody(byte[].class)).isEqualTo(picture);
            assertThat(message.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("image/png");
        });

        store.objects.put(key, new byte[] {1});
        var batch = batch().add(claim());
        assertThat(deliverTo("claims", batch).getException()).isNotNull();
        assertThat(batch.committed).isEmpty();
        assertThat(topics.sentTo("pictures")).hasSize(1);
    }

    @Test
    void claimCheckActionStoresTheSameBytesOnceAndGivesTheirClaim() throws Exception {
        run("store-pictures", "");

        for (int time = 0; time < 2; time++) {
            var batch = batch().add(picture);
            batch.records().get(0).getMessage().setHeader(Exchange.CONTENT_TYPE, "image/png");
            assertThat(deliverTo("pictures", batch).getException()).isNull();
            assertThat(batch.committed).containsExactly(0L);
        }

        var claim = naming.claim(picture, "image/png");
        assertThat(store.objects).hasSize(1).containsKey(claim.getKey());
        assertThat(bodies("picture-claims")).hasSize(2).allSatisfy(found -> {
            assertThat(found.path("key").asText()).isEqualTo(claim.getKey());
            assertThat(found.path("size").asLong()).isEqualTo(picture.length);
        });
    }

    /** A record of the topic. */
    private byte[] value(String topic) {
        return switch (topic) {
            case "claims" -> claim();
            case "inferences" -> Records.value(format, inference());
            default ->
                Records.value(
                        format,
                        ModelState.newBuilder()
                                .setName("parcels")
                                .setPinned(false)
                                .setArtifact(List.of())
                                .setDetector("{}")
                                .setSignature("{}")
                                .setStatus(Status.REJECTED)
                                .setReason("worse")
                                .setDecidedAt(TopicBatch.TIMESTAMP)
                                .setEpoch(1)
                                .setSequence(2)
                                .build());
        };
    }
}
