package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.failure.FailureCode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deliveries are those of a real server. */
class WebhookSignatureTest {
    private static final JsonNode CREATED = Recorded.json("delivery-of-alias-created");
    private static final JsonNode DELETED = Recorded.json("delivery-of-alias-deleted");
    private static final String SECRET = CREATED.path("secret").asText();
    private static final long SENT = Long.parseLong(header(CREATED, "x-mlflow-timestamp"));

    private final WebhookSignature signature = after(0);

    @Test
    void knowsWhatMlflowHasSent() {
        assertThat(signature.judge(delivery(CREATED))).isEqualTo(WebhookVerdict.GENUINE);
        assertThat(signature.judge(delivery(DELETED))).isEqualTo(WebhookVerdict.GENUINE);
    }

    @Test
    void knowsWhatItHasSentAgain() {
        signature.judge(delivery(CREATED));

        assertThat(signature.judge(delivery(CREATED))).isEqualTo(WebhookVerdict.REPEATED);
    }

    @ParameterizedTest
    @CsvSource({"300, GENUINE", "301, UNTIMELY", "-300, GENUINE", "-301, UNTIMELY", "100000000, UNTIMELY"})
    void believesNothingOld(long seconds, WebhookVerdict verdict) {
        assertThat(after(seconds).judge(delivery(CREATED))).isEqualTo(verdict);
    }

    @Test
    void remembersNothingThatItDoesNotBelieve() {
        var forged = delivery(CREATED, header(CREATED, "x-mlflow-delivery-id"), SENT + "", "v1,AAAA");

        assertThat(signature.judge(forged)).isEqualTo(WebhookVerdict.FORGED);
        assertThat(signature.judge(delivery(CREATED))).isEqualTo(WebhookVerdict.GENUINE);
    }

    @Test
    void believesNoOtherSecret() {
        var other = new WebhookSignature(SECRET + "x", clock(0));

        assertThat(other.judge(delivery(CREATED))).isEqualTo(WebhookVerdict.FORGED);
    }

    /** Each part is signed: neither a recorded delivery can be made new, nor one be made to say something else. */
    @Test
    void believesNoPartOfAnotherDelivery() {
        var id = header(CREATED, "x-mlflow-delivery-id");
        var signed = header(CREATED, "x-mlflow-signature");

        assertThat(signature.judge(delivery(DELETED, id, SENT + "", signed))).isEqualTo(WebhookVerdict.FORGED);
        assertThat(signature.judge(delivery(CREATED, id + "2", SENT + "", signed)))
                .isEqualTo(WebhookVerdict.FORGED);
        assertThat(signature.judge(delivery(CREATED, id, (SENT + 1) + "", signed)))
                .isEqualTo(WebhookVerdict.FORGED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "none | 1795721327 | v1,x",
                "id | none | v1,x",
                "id | 1795721327 | none",
                "'' | 1795721327 | v1,x",
                "id | soon | v1,x",
                "id | -1795721327 | v1,x",
                "id | 99999999999999999999 | v1,x",
                "id | 1795721327 | ''",
                "id | 1795721327 | v1,äöü"
            })
    void believesNothingWithoutItsHeaders(@Nullable String id, @Nullable String timestamp, @Nullable String signed) {
        assertThat(signature.judge(delivery(CREATED, id, timestamp, signed))).isEqualTo(WebhookVerdict.FORGED);
    }

    @Test
    void tellsWhichModelItIsAbout() {
        assertThat(WebhookEvent.parse(body(CREATED))).isEqualTo(new WebhookEvent("parcels"));
        assertThat(WebhookEvent.parse(body(DELETED))).isEqualTo(new WebhookEvent("parcels"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"data\": {}}",
                "{\"data\": {\"name\": 1}}",
                "{\"data\": {\"name\": \"\"}}"
            })
    void refusesABodyThatNamesNoModel(String body) {
        assertThatThrownBy(() -> WebhookEvent.parse(body.getBytes(StandardCharsets.UTF_8)))
                .satisfies(MlflowClientTest.is(FailureCode.INVALID_PARAMETER));
    }

    private static WebhookSignature after(long seconds) {
        return new WebhookSignature(SECRET, clock(seconds));
    }

    private static Clock clock(long seconds) {
        return Clock.fixed(Instant.ofEpochSecond(SENT + seconds), ZoneOffset.UTC);
    }

    private static WebhookDelivery delivery(JsonNode recorded) {
        return delivery(
                recorded,
                header(recorded, "x-mlflow-delivery-id"),
                header(recorded, "x-mlflow-timestamp"),
                header(recorded, "x-mlflow-signature"));
    }

    private static WebhookDelivery delivery(
            JsonNode recorded, @Nullable String id, @Nullable String timestamp, @Nullable String signature) {
        return new WebhookDelivery(id, timestamp, signature, body(recorded));
    }

    private static byte[] body(JsonNode recorded) {
        return recorded.path("body").asText().getBytes(StandardCharsets.UTF_8);
    }

    private static String header(JsonNode recorded, String name) {
        return recorded.path("headers").path(name).asText();
    }
}
