package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;

class JsonLinesTest {
    private static final String TRICKS = "camera\r\n\u0085\u2028\u2029\u001b[2J\u009b\u0000\"}{\u00e4";

    @Test
    void saysWhichTraceFrameAndSourceALineIsAbout() throws IOException {
        var line = line(event(Map.of("traceId", "0af7", "frameId", "f1", "source", "camera-1")));

        assertThat(line.properties())
                .extracting(member -> member.getKey() + "=" + member.getValue().asText())
                .contains(
                        "time=2026-03-01T12:00:00Z",
                        "level=WARN",
                        "log=io.sightline.Some",
                        "message=a thing",
                        "traceId=0af7",
                        "frameId=f1",
                        "source=camera-1");
    }

    @Test
    void isOneLineOfAsciiWhateverAClientHasSent() throws IOException {
        var event = event(Map.of("source", TRICKS));
        event.addKeyValuePair(new KeyValuePair(TRICKS, TRICKS));
        event.setThrowableProxy(new ThrowableProxy(new IllegalStateException(TRICKS)));

        var text = new JsonLines().format(event);

        assertThat(text).endsWith("}\n").matches("[ -~]+\n");
        assertThat(line(event).get("source").textValue()).isEqualTo(TRICKS);
        assertThat(line(event).get(TRICKS).textValue()).isEqualTo(TRICKS);
        assertThat(line(event).get("exception").textValue()).contains(TRICKS, "JsonLinesTest");
    }

    /** The line of a dead letter has one; Spring Boot's formats lose it. */
    @Test
    void keepsAKeyThatEachLineHasAlready() throws IOException {
        var event = event(Map.of());
        event.addKeyValuePair(new KeyValuePair("message", "of the letter"));

        assertThat(line(event).get("message").textValue()).isEqualTo("a thing");
        assertThat(line(event).get("message_").textValue()).isEqualTo("of the letter");
    }

    /** What a line itself says is nearer to it than what its thread works on. */
    @Test
    void takesTheValueOfTheLineBeforeThatOfTheThread() throws IOException {
        var event = event(Map.of("traceId", "of-the-thread"));
        event.addKeyValuePair(new KeyValuePair("traceId", "of-the-line"));

        assertThat(line(event).get("traceId").textValue()).isEqualTo("of-the-line");
    }

    @Test
    void leavesNumbersAndTruthsAsTheyAre() throws IOException {
        var event = event(Map.of());
        event.addKeyValuePair(new KeyValuePair("rows", 7));
        event.addKeyValuePair(new KeyValuePair("more", true));
        event.addKeyValuePair(new KeyValuePair("none", null));

        assertThat(line(event).get("rows").isInt()).isTrue();
        assertThat(line(event).get("more").isBoolean()).isTrue();
        assertThat(line(event).get("none").textValue()).isEqualTo("null");
    }

    @Test
    void isAFormatThatSpringBootTakes() {
        var event = event(Map.of());
        event.addKeyValuePair(new KeyValuePair("message", "of the letter"));

        var line = new String(encoder(JsonLines.class.getName()).encode(event), StandardCharsets.UTF_8);

        assertThat(line).isEqualTo(new JsonLines().format(event));
    }

    /** Where this fails, those formats can be used, and ours may go. */
    @ParameterizedTest
    @ValueSource(strings = {"ecs", "logstash"})
    void formatsOfSpringBootLoseALineThatHasAKeyTwice(String format) {
        var event = event(Map.of());
        event.addKeyValuePair(new KeyValuePair("message", "of the letter"));

        assertThatThrownBy(() -> encoder(format).encode(event)).hasMessageContaining("already been written");
    }

    private static StructuredLogEncoder encoder(String format) {
        var context = new LoggerContext();
        context.putObject(Environment.class.getName(), new StandardEnvironment());
        var encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat(format);
        encoder.start();
        return encoder;
    }

    private JsonNode line(LoggingEvent event) throws IOException {
        return new JsonMapper().readTree(new JsonLines().format(event));
    }

    private static LoggingEvent event(Map<String, String> ofTheThread) {
        var event = new LoggingEvent();
        event.setLoggerContext(new LoggerContext());
        event.setLoggerName("io.sightline.Some");
        event.setLevel(Level.WARN);
        event.setThreadName("main");
        event.setMessage("a thing");
        event.setInstant(Instant.parse("2026-03-01T12:00:00Z"));
        event.setMDCPropertyMap(ofTheThread);
        return event;
    }
}
