package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.sightline.http.RawConversation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * No line of the log is written by a client: one that begins with what was sent would be taken for the server's own.
 */
@ExtendWith(ApiRuntime.class)
class LogInjectionIT {
    private static final String FORGED = "FORGED 2026-01-01T00:00:00Z INFO all is well";
    private static final List<String> BREAKS = List.of("%0d%0a", "%0a", "%0d", "%c2%85", "%e2%80%a8");

    private final Api api;

    LogInjectionIT(Api api) {
        this.api = api;
    }

    @Test
    void startsNoLineWithWhatAClientHasSent() throws IOException {
        try (var log = LogLines.capture()) {
            for (var call : ContractCall.all()) {
                for (var lineBreak : BREAKS) {
                    throughParameters(call, "x" + lineBreak + FORGED.replace(" ", "%20"));
                }
            }
            for (var lineBreak : List.of("\\n", "\\r\\n", "\\u2028")) {
                throughABody("x" + lineBreak + FORGED);
            }
            for (var lineBreak : List.of("\r\n ", "\r", "\n", "\u0085")) {
                throughHeaders("x" + lineBreak + FORGED);
            }
            assertThat(log.lines()).noneMatch(line -> line.startsWith("FORGED"));
        }
    }

    /** Neither one that is accepted nor one that is refused. */
    @Test
    void writesNoTokenIntoTheLog() {
        var token = api.token("sightline-dev");
        var refused = token.substring(0, token.length() - 40) + "b".repeat(40);
        try (var log = LogLines.capture()) {
            for (var call : ContractCall.all()) {
                api.call(call, call.target(), call.body(), "sightline-dev");
                api.call(call, call.target(), call.body(), "sightline-viewer");
                api.call(
                        call,
                        call.target(),
                        call.body(),
                        "",
                        request -> request.header("Authorization", "Bearer " + refused));
            }
            var signature = token.substring(token.lastIndexOf('.') + 1);
            assertThat(log.lines()).noneMatch(line -> line.contains(signature) || line.contains("b".repeat(40)));
        }
    }

    /** Tomcat quotes a target that it cannot read, and more when somebody wants to see more of it. */
    @ParameterizedTest
    @ValueSource(strings = {"INFO", "DEBUG"})
    void writesNothingOfARequestThatCannotBeReadIntoTheLog(String level) throws IOException {
        var token = api.token("sightline-dev");
        var tomcats = List.of("org.apache.coyote", "org.apache.catalina.connector", "org.apache.tomcat.util.http");
        tomcats.forEach(name -> logger(name).setLevel(Level.valueOf(level)));
        try (var log = LogLines.capture()) {
            for (var head : List.of(
                    "GET /v1/models?access_token=" + token + "&x=[ HTTP/1.1\r\nHost: a",
                    "GET /v1/" + token + "[ HTTP/1.1\r\nHost: a",
                    "GET /v1/models HTTP/" + token + "\r\nHost: a",
                    "GET /v1/models HTTP/1.1\r\nHost: " + token + "[",
                    "GET /v1/models HTTP/1.1\r\nHost: a\r\n" + token + "@: b",
                    "GET /v1/models HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token)) {
                RawConversation.of(
                        api.address(),
                        (head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1),
                        Duration.ofSeconds(30));
            }
            assertThat(log.lines()).noneMatch(line -> line.contains(token.substring(0, 40)));
        } finally {
            tomcats.forEach(name -> logger(name).setLevel(null));
        }
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** The values of a line stay on it, whoever has forgotten to quote them. */
    @Test
    void keepsTheValuesOfALineOnIt() {
        try (var log = LogLines.capture()) {
            for (var lineBreak : List.of("\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029")) {
                LoggerFactory.getLogger(LogInjectionIT.class)
                        .atWarn()
                        .addKeyValue("reason", "x" + lineBreak + FORGED)
                        .log("A value is logged");
            }
            assertThat(log.lines()).hasSize(6).allMatch(line -> line.contains("A value is logged"));
        }
    }

    /** A terminal would clear itself, or show a line in another's place. */
    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u001b[1A", "\u009b2J", "\b\b\b", "\u0000", "\u007f"})
    void keepsOrdersToTerminalsOutOfTheValuesOfALine(String order) {
        try (var log = LogLines.capture()) {
            LoggerFactory.getLogger(LogInjectionIT.class)
                    .atWarn()
                    .addKeyValue("source", "camera" + order + FORGED)
                    .log("A value is logged");
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("camera", FORGED)
                            .doesNotContainPattern("\\p{Cntrl}|[\u0080-\u009f]"));
        }
    }

    private void throughParameters(ContractCall call, String text) {
        for (var parameter : call.parameters()) {
            if (parameter.getIn().equals("path")) {
                api.call(call, call.path(every -> text), call.body(), "sightline-dev");
            } else if (parameter.getIn().equals("query")) {
                api.call(call, call.target(parameter.getName(), text), call.body(), "sightline-dev");
            }
        }
        api.call(call, call.path() + "/" + text, call.body(), "sightline-dev");
        api.call(call, call.path() + "?" + text + "=1", call.body(), "sightline-dev");
    }

    private void throughABody(String text) {
        for (var field : List.of("source", "reason", "since", "ids", text)) {
            var body = "{\"" + field + "\": \"" + text + "\"}";
            api.post("/v1/dead-letters/redrive", "application/json", body.getBytes(StandardCharsets.UTF_8));
            api.post(OpenInference.INFER, "application/json", body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void throughHeaders(String text) throws IOException {
        for (var name : List.of("User-Agent", "Referer", "traceparent", "Content-Type", "Accept", "Source-Id", "X")) {
            var request = "GET /v1/models HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + api.token("sightline-dev")
                    + "\r\n" + name + ": " + text + "\r\n\r\n";
            RawConversation.of(api.address(), request.getBytes(StandardCharsets.ISO_8859_1), Duration.ofSeconds(30));
        }
    }
}
