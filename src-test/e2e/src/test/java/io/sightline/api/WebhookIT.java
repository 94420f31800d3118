package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What MLflow tells, and what others say in its name. */
@ExtendWith(ApiRuntime.class)
class WebhookIT {
    private static final String PATH = "/v1/mlflow/webhook";
    private static final int STRANGERS = 200;
    private static final int TRIES = 50;

    private final Api api;
    private final String model = "hooked-" + System.nanoTime();
    private final String body = """
            {"entity": "model_version_alias", "action": "created", "timestamp": "2026-11-01T09:00:00Z",
             "data": {"name": "%s", "alias": "champion", "version": "3"}}""".formatted(model);

    WebhookIT(Api api) {
        this.api = api;
    }

    @Test
    void asksForALookAtTheModelOnceForEachDelivery() throws Exception {
        // Given
        var delivery = new Delivery(UUID.randomUUID().toString(), Instant.now(), body);
        var trace = AuditLines.newTrace();
        // When
        var first = send(delivery, request -> request.header("traceparent", AuditLines.traceparent(trace)));
        var repeated = send(delivery);
        // Then
        assertThat(first.statusCode()).as(Api.text(first)).isEqualTo(202);
        assertThat(Api.json(first).path("model").asText()).isEqualTo(model);
        assertThat(repeated.statusCode()).isEqualTo(202);
        assertThat(looks("waiting")).isEqualTo(1);
        var entry = AuditLines.of(api).entry(trace);
        assertThat(entry.path("operation").asText()).isEqualTo("receiveWebhook");
        assertThat(entry.path("model").asText()).isEqualTo(model);
        // When: it was looked at, and MLflow repeats itself
        api.database().update("update model_command set state = 'done', ended_at = now() where name = ?", model);
        assertThat(send(delivery).statusCode()).isEqualTo(202);
        // Then
        assertThat(looks("waiting")).isZero();
    }

    @Test
    void looksOnceForAllThatComesMeanwhile() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(send(new Delivery(UUID.randomUUID().toString(), Instant.now(), body))
                            .statusCode())
                    .isEqualTo(202);
        }

        assertThat(looks("waiting")).isEqualTo(1);
    }

    /** Whoever forges one is not told what is wrong with it. */
    @Test
    void refusesWhatIsNotSignedAndSaysNotWhy() throws Exception {
        var good = new Delivery(UUID.randomUUID().toString(), Instant.now(), body);
        var early = new Delivery(good.id(), Instant.now().minus(Duration.ofSeconds(301)), body);
        var answers = new ArrayList<HttpResponse<byte[]>>();
        for (var name : List.of("X-MLflow-Delivery-Id", "X-MLflow-Timestamp", "X-MLflow-Signature")) {
            answers.add(send(good, request -> request.setHeader(name, "v1,forged")));
            answers.add(api.send(PATH, request -> {
                good.headers().forEach((header, value) -> {
                    if (!header.equals(name)) {
                        request.header(header, value);
                    }
                });
                return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
            }));
        }
        answers.add(send(good, request -> request.POST(BodyPublishers.ofString(body + " "))));
        answers.add(send(early));
        answers.add(api.send(
                PATH,
                request -> request.header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + api.token("sightline-dev"))
                        .POST(BodyPublishers.ofString(body))));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(401);
            assertThat(Api.json(answer).path("code").asText()).isEqualTo("SIGNATURE_INVALID");
            assertThat(Api.json(answer).path("detail").asText()).isEqualTo("The delivery is not signed as it must be.");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Signature realm=\"sightline\"");
        });
        assertThat(looks("waiting")).isZero();
    }

    @Test
    void refusesABodyThatIsTooLongUnread() throws Exception {
        var length = 64 * 1024 + 1;

        var stated = send(new Delivery(UUID.randomUUID().toString(), Instant.now(), "x".repeat(length)));
        var unstated = send(
                new Delivery(UUID.randomUUID().toString(), Instant.now(), body),
                request -> request.POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[length]))));

        assertThat(List.of(stated, unstated)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(413);
            assertThat(Api.json(answer).path("code").asText()).isEqualTo("BODY_TOO_LARGE");
        });
    }

    @Test
    void refusesWhatNamesNoModel() throws Exception {
        for (var nobody : List.of("{}", "no json", "{\"data\": {\"name\": \"a\\u0000b\"}}")) {
            var answer = send(new Delivery(UUID.randomUUID().toString(), Instant.now(), nobody));

            assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(400);
            assertThat(Api.json(answer).path("code").asText()).isEqualTo("INVALID_PARAMETER");
        }
    }

    /** They may look like MLflow by their headers: few threads at most wait for them, and not for long. */
    @Test
    void leavesThreadsToOthersWhenStrangersKeepTheirBodiesBack() throws Exception {
        var head = "Content-Type: application/json\r\nX-MLflow-Delivery-Id: 1\r\nX-MLflow-Timestamp: "
                + Instant.now().getEpochSecond() + "\r\nX-MLflow-Signature: v1,x\r\n";
        try (var strangers = new SilentStrangers(api.address(), STRANGERS, PATH, head)) {
            // Until they are turned away, in a moment, all of them together may leave no thread.
            assertThat(IntStream.range(0, TRIES)
                            .anyMatch(number ->
                                    api.get("/v1/models", "sightline-dev").statusCode() == 200))
                    .isTrue();
            strangers.awaitTheirEnd();
        }
    }

    private int looks(String state) {
        var count = api.database()
                .queryForObject(
                        "select count(*) from model_command where name = ? and command = 'look' and state = ?",
                        Integer.class,
                        model,
                        state);
        return count == null ? 0 : count;
    }

    private HttpResponse<byte[]> send(Delivery delivery) throws Exception {
        return send(delivery, request -> request);
    }

    private HttpResponse<byte[]> send(Delivery delivery, UnaryOperator<HttpRequest.Builder> change) throws Exception {
        return api.send(PATH, request -> {
            delivery.headers().forEach(request::header);
            return change.apply(
                    request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(delivery.body())));
        });
    }

    /** As MLflow signs it. */
    private record Delivery(String id, Instant time, String body) {
        Map<String, String> headers() {
            var seconds = String.valueOf(time.getEpochSecond());
            return Map.of(
                    "X-MLflow-Delivery-Id",
                    id,
                    "X-MLflow-Timestamp",
                    seconds,
                    "X-MLflow-Signature",
                    "v1," + Base64.getEncoder().encodeToString(hmac(id + "." + seconds + "." + body)));
        }

        private static byte[] hmac(String text) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(ApiRuntime.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
