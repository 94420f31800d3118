package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.camel.CallNotes;
import io.sightline.camel.ContractStrategy;
import io.sightline.contract.ContractOperation;
import io.sightline.contract.ContractPaths;
import io.sightline.contract.Problem;
import io.sightline.failure.FailureCode;
import io.sightline.security.Caller;
import io.sightline.security.SourceRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AuditEntryTest {
    private static final Instant TIME = Instant.parse("2026-11-01T08:00:00.123456Z");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String TOKEN = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v1/frames");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    AuditEntryTest() {
        request.setServletPath("/v1/frames");
        request.setRemoteAddr("192.0.2.7");
        request.addHeader("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
    }

    @Test
    void saysWhoHasMadeWhat() throws IOException {
        // Given
        request.setQueryString("source=camera-1&key=hunter2");
        request.addHeader("Authorization", "Bearer " + TOKEN);
        request.setAttribute(
                ContractStrategy.CALLER,
                new Caller("7c1f", "sightline-dev", Set.of("frames:write", "operations"), Set.of(), SourceRule.EVERY));
        CallNotes.of(request).about("camera-1");
        response.setStatus(202);
        response.setHeader("Location", "/v1/frames/0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77");
        // When
        var entry = AuditEntry.of(request, response, response.getStatus(), receiveFrame(), TIME);
        // Then
        assertThat(json(entry)).isEqualTo(new JsonMapper().readTree("""
                {"time": "2026-11-01T08:00:00.123456Z", "log": "sightline.audit", "event": "write", "method": "POST",
                 "operation": "receiveFrame", "route": "/v1/frames",
                 "resource": "/v1/frames/0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77", "source": "camera-1", "status": 202,
                 "subject": "7c1f", "client": "sightline-dev", "scopes": ["frames:write"], "remote": "192.0.2.7",
                 "traceId": "0af7651916cd43dd8448eb211c80319c"}"""));
    }

    @Test
    void saysWhoWasRefusedWhatAndWhy() throws IOException {
        // Given
        CallNotes.of(request).refused(Problem.of(FailureCode.INVALID_SOURCE, 400, "source is *", null));
        response.setStatus(400);
        // When
        var entry = json(AuditEntry.of(request, response, response.getStatus(), receiveFrame(), TIME));
        // Then
        assertThat(entry.path("event").asText()).isEqualTo("refusal");
        assertThat(entry.path("code").asText()).isEqualTo("INVALID_SOURCE");
        assertThat(entry.path("resource").asText()).isEqualTo("/v1/frames");
        assertThat(entry.has("subject")).isFalse();
    }

    @Test
    void namesTheCodeOfABareStatus() throws IOException {
        response.setStatus(405);

        var entry = json(AuditEntry.of(request, response, response.getStatus(), Optional.empty(), TIME));

        assertThat(entry.path("code").asText()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(entry.has("operation")).isFalse();
    }

    @Test
    void tellsAFailureOfTheServerFromARefusal() throws IOException {
        response.setStatus(503);

        assertThat(json(AuditEntry.of(request, response, response.getStatus(), receiveFrame(), TIME))
                        .path("event")
                        .asText())
                .isEqualTo("failure");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/frames/" + TOKEN, "/v1/frames/" + TOKEN + "/image", TOKEN})
    void holdsNoTokenThatStandsWhereNoneBelongs(String path) throws IOException {
        request.setServletPath(path);
        CallNotes.of(request).about("camera " + TOKEN);

        var entry = AuditEntry.of(request, response, response.getStatus(), Optional.empty(), TIME);

        assertThat(text(entry)).doesNotContain("eyJ", "c2lnbmF0dXJl");
        assertThat(json(entry).path("source").asText()).isEqualTo("camera [token]");
    }

    @Test
    void staysOnOneLineOfAsciiWhateverWasSent() throws IOException {
        request.setServletPath("/v1/x\r\n{\"forged\": true}\u0085\u2028\u202e\u001b[2J\"é");

        var entry = AuditEntry.of(request, response, response.getStatus(), Optional.empty(), TIME);

        assertThat(text(entry).strip()).matches("[ -~]+");
        assertThat(json(entry).path("resource").asText())
                .isEqualTo("/v1/x\\u000d\\u000a{\"forged\": true}\\u0085\\u2028\\u202e\\u001b[2J\"é");
        assertThat(json(entry).has("forged")).isFalse();
    }

    @Test
    void isShortWhateverWasSent() {
        request.setMethod("M".repeat(5_000));
        request.setServletPath("/" + "p".repeat(5_000));
        request.setRemoteAddr("r".repeat(5_000));
        CallNotes.of(request).about("\u2028".repeat(5_000));
        request.setAttribute(
                ContractStrategy.CALLER,
                new Caller("ü".repeat(5_000), "c".repeat(5_000), Set.of(), Set.of(), SourceRule.NONE));

        assertThat(text(AuditEntry.of(request, response, response.getStatus(), Optional.empty(), TIME)))
                .hasSizeLessThan(2_000);
    }

    private static Optional<ContractPaths.Found> receiveFrame() {
        var operation = new ContractOperation("receiveFrame", Set.of("frames:write"), List.of(), List.of(), List.of());
        return Optional.of(new ContractPaths.Found("/v1/frames", operation));
    }

    private static JsonNode json(AuditEntry entry) throws IOException {
        return new JsonMapper().readTree(entry.line());
    }

    private static String text(AuditEntry entry) {
        return new String(entry.line(), StandardCharsets.UTF_8);
    }
}
