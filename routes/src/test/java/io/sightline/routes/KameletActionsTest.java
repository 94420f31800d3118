package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.Identities;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.lifecycle.PlainJson;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue's actions and sinks, one thing or a list at a time. */
class KameletActionsTest extends KameletTestSupport {
    private static final String DEAD = """
            source:
              ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: claims-source }
              properties: { group: mine }
            sink: { uri: 'kafka:refuses' }
            errorHandler:
              sink:
                endpoint:
                  ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: dead-letter-sink }
                  properties: { topic: my-letters }
            """;

    private static final String DIRECT = DEAD.replaceFirst(
            "(?s)ref: \\{ kind: Kamelet, apiVersion: camel.apache.org/v1, name: claims-source }\n.*?\n",
            "uri: 'direct:in'\n");

    @Test
    void enrichActionAddsWhatIsKnownOfTheSource() {
        var row = new HashMap<String, Object>(Map.of(
                "id", "camera-1",
                "name", "Gate",
                "site", "Berlin",
                "model_name", "parcels",
                "region_x", 0.5f,
                "region_y", 0f,
                "region_w", 0.5f,
                "region_h", 1f,
                "attributes", "{\"lane\": 3}"));
        database = exchange -> exchange.getMessage().setBody(List.of(row));

        var answer = act("enrich-action", "{\"frameId\":\"f\",\"sourceId\":\"camera-1\"}");

        assertThat(json(answer.getBody(String.class))).isEqualTo(json("""
                {"frameId":"f","sourceId":"camera-1","source":{"id":"camera-1","name":"Gate","site":"Berlin","model":"parcels",
                "region":{"x":0.5,"y":0.0,"width":0.5,"height":1.0},"attributes":{"lane":3}}}"""));
    }

    @Test
    void enrichActionTakesAListAndUnknownSources() {
        var answer = act("enrich-action", "[{\"sourceId\":\"a\"},{\"sourceId\":\"b\"}]");

        assertThat(json(answer.getBody(String.class))).isEqualTo(json("""
                [{"sourceId":"a","source":{"id":"a"}},{"sourceId":"b","source":{"id":"b"}}]"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no JSON", "{}", "{\"sourceId\":3}", "[{\"sourceId\":\"a\"},{}]", "3"})
    void enrichActionRefusesWhatIsNoRecord(String body) {
        assertThatThrownBy(() -> act("enrich-action", body))
                .cause()
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNDECODABLE_RECORD));
    }

    @Test
    void claimFetchActionTakesAList() {
        var claim = naming.claim(picture, "image/png");
        store.objects.put(claim.getKey(), picture);
        var record = PlainJson.write(Records.frame(claim));

        var answer = act("claim-fetch-action", List.of(record, PlainJson.write(claim)));

        assertThat(answer.getBody(List.class))
                .hasSize(2)
                .allSatisfy(bytes -> assertThat(bytes).isEqualTo(picture));
    }

    @Test
    void annotateActionDrawsTheBoxesOfAnInference() {
        var claim = naming.claim(picture, "image/png");
        store.objects.put(claim.getKey(), picture);

        var answer = act("annotate-action", PlainJson.write(inference()));

        assertThat(answer.getBody(byte[].class)).startsWith(0xff, 0xd8, 0xff);
        assertThat(answer.getHeader(Exchange.CONTENT_TYPE)).isEqualTo("image/jpeg");
    }

    @Test
    void detectActionTakesAPictureAndAList() {
        assertThat(json(act("detect-action", picture).getBody(String.class)))
                .isEqualTo(json("{\"length\":" + picture.length + "}"));

        var answer = act("detect-action", List.of(picture, new byte[7]));

        assertThat(json(answer.getBody(String.class)))
                .isEqualTo(json("[{\"length\":" + picture.length + "},{\"length\":7}]"));
    }

    /** Beside pictures there may be frames, whose pictures are fetched. */
    @Test
    void detectActionTakesAFrameForItsPicture() {
        var claim = naming.claim(picture, "image/png");
        store.objects.put(claim.getKey(), picture);

        var answer = act("detect-action", PlainJson.write(Records.frame(claim)));

        assertThat(json(answer.getBody(String.class)).path("frameId").asText()).isEqualTo(Records.FRAME.toString());
        assertThat(json(answer.getBody(String.class)).path("purpose").asText()).isEqualTo("SERVING");
    }

    /** Whatever id is given: so the unique key of the table holds back the second. */
    @Test
    void detectionsSinkPublishesAnInferenceUnderTheIdOfItsFrame() {
        var given = inference();
        var other = inference();
        other.setEventId(UUID.randomUUID());

        act("detections-sink", List.of(PlainJson.write(given), PlainJson.write(other)));

        assertThat(topics.sentTo("inferences")).hasSize(2).allSatisfy(message -> {
            var published = format.read(message.getBody(byte[].class), InferenceCompleted.class);
            var expected = inference();
            expected.setEventId(Identities.servingInference(Records.FRAME));
            assertThat(published).isEqualTo(expected);
            assertThat(message.getHeader("ce_id"))
                    .isEqualTo(Identities.servingInference(Records.FRAME).toString());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "no JSON", "{\"frameId\":\"not an id\"}"})
    void detectionsSinkRefusesWhatIsNoInference(String body) {
        assertThatThrownBy(() -> act("detections-sink", body)).isInstanceOf(CamelExecutionException.class);

        assertThat(topics.sentTo("inferences")).isEmpty();
    }

    @Test
    void deadLetterSinkKeepsTheRecordThatFailed() throws Exception {
        runPipe(DEAD);
        topics.refusing.add("refuses");
        var claim = claim();
        var batch = batch().add(claim);

        assertThat(deliverTo("claims", batch).getException()).isNull();

        assertThat(batch.committed).containsExactly(0L);
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.getStage()).isEqualTo("pipes/mine");
            assertThat(letter.getMessage()).contains("not this one");
            assertThat(letter.getFailedAt().getTopic()).isEqualTo("some.topic");
            assertThat(letter.getOriginalValue().array()).isEqualTo(claim);
            assertThat(letter.getEventId()).isEqualTo(Identities.deadLetter("pipes/mine", letter.getFailedAt()));
        });
    }

    /** An outage of any length makes no dead letter. */
    @Test
    void deadLetterSinkGetsNothingThatTimeCures() throws Exception {
        runPipe(DEAD);
        topics.away.add("refuses");
        var batch = batch().add(claim());

        assertThat(deliverTo("claims", batch).getException()).hasMessage("broker is away");

        assertThat(batch.committed).isEmpty();
        assertThat(letters()).isEmpty();
    }

    /** As the rows of a query are. */
    @Test
    void deadLetterSinkWritesMapsAndListsAsJson() throws Exception {
        runPipe(DIRECT);
        topics.refusing.add("refuses");

        template.sendBody("direct:in", List.of(Map.of("id", 7)));

        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.getOriginalValue().array())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("[{\"id\":7}]"));
    }

    /** What counts as kept must be. */
    @Test
    void deadLetterSinkRefusesABodyThatItCannotWrite() throws Exception {
        runPipe(DIRECT);
        topics.refusing.add("refuses");

        assertThatThrownBy(() -> template.sendBody("direct:in", new Object()))
                .hasRootCauseMessage(
                        "a body of java.lang.Object cannot be written into a dead letter; make text, bytes, a map"
                                + " or a list of it in a step before");

        assertThat(letters()).isEmpty();
    }

    @Test
    void whatTheDeadLetterSinkCannotKeepIsNotCommitted() throws Exception {
        runPipe(DEAD);
        topics.refusing.add("refuses");
        topics.away.add("my-letters");
        var batch = batch().add(claim());

        assertThat(deliverTo("claims", batch).getException()).hasMessage("broker is away");

        assertThat(batch.committed).isEmpty();
    }

    @Test
    void deadLetterSinkStoresAnOriginalThatIsTooLongToTravelAlong() throws Exception {
        runPipe(DIRECT);
        topics.refusing.add("refuses");
        var content = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);

        template.sendBody("direct:in", content);

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.getFailedAt()).isNull();
            assertThat(store.objects.get(letter.getOriginalClaim().getKey())).isEqualTo(content);
        });
    }

    private List<DeadLetter> letters() {
        return topics.sentTo("my-letters").stream()
                .map(message -> format.read(message.getBody(byte[].class), DeadLetter.class))
                .toList();
    }

    private Message act(String kamelet, Object body) {
        var sent = template.send(
                "kamelet:" + kamelet, exchange -> exchange.getMessage().setBody(body));
        if (sent.getException() != null) {
            throw new CamelExecutionException("failed", sent, sent.getException());
        }
        return sent.getMessage();
    }
}
