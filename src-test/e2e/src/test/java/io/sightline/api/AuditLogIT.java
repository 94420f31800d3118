package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.http.RawConversation;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has changed what, and who was refused what, is on record; what nobody may read again is not. */
@ExtendWith(ApiRuntime.class)
class AuditLogIT {
    private static final String DEV = "sightline-dev";
    private final Api api;
    private final AuditLines log;
    private final String trace = AuditLines.newTrace();

    AuditLogIT(Api api) {
        this.api = api;
        this.log = AuditLines.of(api);
    }

    static List<ContractCall> protectedOperations() {
        return ContractCall.all(false);
    }

    static List<ContractCall> writes() {
        return protectedOperations().stream()
                .filter(call -> !Set.of("GET", "HEAD").contains(call.method()))
                .filter(call -> !call.operation().scopes().equals(Set.of("inference:invoke")))
                .toList();
    }

    @Test
    void saysWhoHasHandedInWhichFrame() {
        // Given
        var source = "audited-" + System.nanoTime();
        // When
        var answer = hand(source, DEV);
        // Then
        var entry = log.entry(trace);
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(202);
        assertThat(fields(entry, "log", "event", "method", "operation", "route", "source", "client", "remote"))
                .containsExactly(
                        "sightline.audit", "write", "POST", "receiveFrame", "/v1/frames", source, DEV, "127.0.0.1");
        assertThat(entry.path("status").asInt()).isEqualTo(202);
        assertThat(entry.path("resource").asText())
                .isEqualTo(answer.headers().firstValue("Location").orElseThrow());
        assertThat(entry.path("subject"))
                .isEqualTo(Tokens.claims(api.token(DEV)).path("sub"));
        assertThat(entry.path("scopes"))
                .hasSize(1)
                .allMatch(scope -> scope.asText().equals("frames:write"));
        assertThat(Instant.parse(entry.path("time").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(entry.has("code")).isFalse();
    }

    @Test
    void saysWhoHasBegunWhichRedrive() {
        var source = "audited-" + System.nanoTime();
        new StoredRows(api.database()).deadLettered(source);
        var body = "{\"dryRun\": false, \"source\": \"" + source + "\"}";

        var answer = send(
                "/v1/dead-letters/redrive",
                DEV,
                request -> request.header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));

        var entry = log.entry(trace);
        assertThat(fields(entry, "event", "operation", "source", "resource"))
                .containsExactly(
                        "write",
                        "redriveDeadLetters",
                        source,
                        answer.headers().firstValue("Location").orElseThrow());
    }

    /** Operations that are added to a contract are covered by this. */
    @ParameterizedTest
    @MethodSource("writes")
    void writesDownEveryWrite(ContractCall call) {
        api.call(call, call.target(), call.body(), DEV, this::traced);

        assertThat(fields(log.entry(trace), "operation", "client"))
                .containsExactly(call.operation().id(), DEV);
    }

    @ParameterizedTest
    @MethodSource("protectedOperations")
    void writesDownEveryRefusal(ContractCall call) {
        api.call(call, call.target(), call.body(), "", this::traced);

        assertThat(fields(log.entry(trace), "event", "operation", "route", "code", "subject"))
                .containsExactly("refusal", call.operation().id(), call.template(), "UNAUTHENTICATED", "");
    }

    @ParameterizedTest
    @CsvSource({
        "sightline-viewer, GET, /v1/audit, 403, FORBIDDEN",
        "sightline-dev, PUT, /v1/frames, 405, METHOD_NOT_ALLOWED",
        "sightline-dev, TRACE, /v1/frames, 405, METHOD_NOT_ALLOWED",
        "sightline-dev, GET, /v1/detections?limit=0, 400, INVALID_PARAMETER",
        "sightline-dev, GET, /v1/nothing, 404, NOT_FOUND",
        "sightline-dev, GET, /v1/frames/%2F, 400, INVALID_PARAMETER",
        "sightline-dev, GET, /docs/nothing, 404, NOT_FOUND"
    })
    void saysWhoWasRefusedWhatAndWhy(String client, String method, String target, int status, String code)
            throws Exception {
        // Given
        var head = method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer "
                + api.token(client) + "\r\ntraceparent: " + AuditLines.traceparent(trace) + "\r\n\r\n";
        // When
        var answers =
                RawConversation.of(api.address(), head.getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(30));
        // Then
        assertThat(answers).hasSize(1);
        var entry = log.entry(trace);
        assertThat(fields(entry, "event", "method", "code")).containsExactly("refusal", method, code);
        assertThat(entry.path("status").asInt()).isEqualTo(status);
        assertThat(log.entries(trace)).hasSize(1);
    }

    /** Before its body is looked at, yet not before its token. */
    @ParameterizedTest
    @CsvSource({"1, br, 415", "30000000, identity, 413"})
    void saysWhoseBodyWasRefusedUnread(int length, String encoding, int status) throws Exception {
        converse(
                "POST /v1/frames?source=camera-1",
                "Content-Length: " + length + "\r\nContent-Encoding: " + encoding + "\r\n\r\nx");

        var entry = log.entry(trace);
        assertThat(entry.path("status").asInt()).isEqualTo(status);
        assertThat(fields(entry, "event", "client")).containsExactly("refusal", DEV);
        assertThat(entry.path("subject"))
                .isEqualTo(Tokens.claims(api.token(DEV)).path("sub"));
    }

    /** Broken chunks, and a client that hangs up in the middle: no failures of the server. */
    @ParameterizedTest
    @ValueSource(strings = {"-2", "0x2", "100000002", "2", "zz"})
    void saysWhatWasAnsweredToABodyThatBreaksOff(String chunk) throws Exception {
        converse(
                "POST /v1/dead-letters/redrive",
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "\r\n{}xx");

        var entry = log.entry(trace);
        assertThat(entry.path("status").asInt()).isEqualTo(400);
        assertThat(fields(entry, "event", "code", "client")).containsExactly("refusal", "INVALID_PARAMETER", DEV);
    }

    private void converse(String target, String rest) throws Exception {
        var request = target + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + api.token(DEV) + "\r\ntraceparent: "
                + AuditLines.traceparent(trace) + "\r\n" + rest;
        RawConversation.of(api.address(), request.getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(30));
    }

    /** A route of an integrator, which no filter of the API stands before. */
    @Test
    void saysWhoWasRefusedByThePolicyOfARoute() {
        send("/shift/sign-off", DEV, request -> request.POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(fields(log.entry(trace), "event", "code", "client")).containsExactly("refusal", "FORBIDDEN", DEV);
    }

    @Test
    void namesTheSourceThatACallerMayNotWriteTo() {
        var answer = hand("camera-2", "sightline-camera");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(fields(log.entry(trace), "event", "code", "source", "client"))
                .containsExactly("refusal", "FORBIDDEN", "camera-2", "sightline-camera");
    }

    @Test
    void namesTheSourceThatHidesAFrame() {
        var frame = hand("camera-2", DEV).headers().firstValue("Location").orElseThrow();
        var other = AuditLines.newTrace();

        var answer = send(
                frame, "sightline-viewer", request -> request.setHeader("traceparent", AuditLines.traceparent(other)));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(fields(log.entry(other), "event", "code", "source", "resource"))
                .containsExactly("refusal", "NOT_FOUND", "camera-2", frame);
    }

    @Test
    void leavesReadsAndInferencesOut() {
        var picture = Pictures.withText();

        assertThat(send("/v1/models", DEV, request -> request).statusCode()).isEqualTo(200);
        assertThat(send(
                                "/v1/inference",
                                DEV,
                                request -> request.header("Content-Type", "image/jpeg")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(picture)))
                        .statusCode())
                .isEqualTo(200);
        hand("camera-2", DEV);

        assertThat(log.entry(trace).path("operation").asText()).isEqualTo("receiveFrame");
        assertThat(log.entries(trace)).hasSize(1);
    }

    /** Wherever they are sent: where they belong, in the path, in the query, as a source. */
    @Test
    void holdsNeitherTokensNorPicturesNorQueries() {
        // Given
        var token = api.token(DEV);
        var picture = Pictures.encoded("jpeg");
        // When
        hand("camera-2", DEV);
        for (var target : List.of(
                "/v1/frames/" + token,
                "/v1/frames?cursor=" + token,
                "/v1/frames?source=" + token + "&secret=hunter2",
                "/v1/" + token + "/image")) {
            send(target, DEV, request -> request);
            send(
                    target,
                    DEV,
                    request -> request.header("Content-Type", "image/jpeg")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(picture)));
        }
        send(
                "/v1/frames",
                DEV,
                request -> request.setHeader("Source-Id", token).POST(HttpRequest.BodyPublishers.ofByteArray(picture)));
        // Then
        log.entry(trace);
        var signature = token.substring(token.lastIndexOf('.') + 1);
        assertThat(log.text()).doesNotContain(signature);
        assertThat(log.entries(trace))
                .hasSizeGreaterThan(5)
                .allSatisfy(entry -> assertThat(entry.toString())
                        .doesNotContain("eyJ", "Bearer", "hunter2", signature.substring(0, 20))
                        .doesNotContain(
                                Base64.getEncoder().encodeToString(picture).substring(0, 40))
                        .doesNotContain("JFIF", "?"));
    }

    @Test
    void countsRefusals() {
        var before = refusals();

        send("/v1/audit", "sightline-viewer", request -> request);

        log.entry(trace);
        assertThat(refusals()).isEqualTo(before + 1);
        assertThat(api.bean(MeterRegistry.class)
                        .get("sightline.audit-log.entries")
                        .tag("outcome", "lost")
                        .counter()
                        .count())
                .isZero();
    }

    private double refusals() {
        return api.bean(MeterRegistry.class)
                .counter("sightline.http.refusals", "code", "FORBIDDEN", "contract", "v1")
                .count();
    }

    private HttpResponse<byte[]> hand(String source, String client) {
        return send(
                "/v1/frames?source=" + source,
                client,
                request -> request.header("Content-Type", "image/jpeg")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Pictures.encoded("jpeg"))));
    }

    private HttpResponse<byte[]> send(String target, String client, UnaryOperator<HttpRequest.Builder> change) {
        return api.send(
                target,
                request -> change.apply(traced(request).header("Authorization", "Bearer " + api.token(client))));
    }

    private HttpRequest.Builder traced(HttpRequest.Builder request) {
        return request.header("traceparent", AuditLines.traceparent(trace));
    }

    private static List<String> fields(JsonNode entry, String... names) {
        return List.of(names).stream().map(name -> entry.path(name).asText()).toList();
    }
}
