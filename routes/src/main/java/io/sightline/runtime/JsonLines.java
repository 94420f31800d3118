package io.sightline.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.structured.StructuredLogFormatter;

/**
 * The log as one object of JSON a line, in ASCII: whatever a client has sent begins no line of its own and steers no
 * terminal. Beside time, level, log, thread and message it has the keys and values of the line and, while a frame is
 * worked on, traceId, frameId and source. {@code logging.structured.format.console} names this class.
 *
 * <p>The formats of Spring Boot lose each line that has a key twice, {@code message} for one.
 */
final class JsonLines implements StructuredLogFormatter<ILoggingEvent> {
    private static final JsonMapper JSON = JsonMapper.builder()
            // No reader takes a character for the end of a line that it is not.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();

    @Override
    public String format(ILoggingEvent event) {
        var line = new LinkedHashMap<String, Object>();
        line.put("time", event.getInstant().toString());
        line.put("level", event.getLevel().toString());
        line.put("log", event.getLoggerName());
        line.put("thread", event.getThreadName());
        line.put("message", event.getFormattedMessage());
        if (event.getThrowableProxy() != null) {
            line.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        var ofEachLine = List.copyOf(line.keySet());
        line.putAll(besides(ofEachLine, event.getMDCPropertyMap()));
        line.putAll(besides(ofEachLine, pairs(event)));
        try {
            return JSON.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers and truths can always be written", e);
        }
    }

    private static Map<String, Object> pairs(ILoggingEvent event) {
        var pairs = new LinkedHashMap<String, Object>();
        if (event.getKeyValuePairs() != null) {
            event.getKeyValuePairs().forEach(pair -> pairs.put(pair.key, plain(pair.value)));
        }
        return pairs;
    }

    private static Object plain(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean ? value : String.valueOf(value);
    }

    /** A key that each line has already gets an underscore. */
    private static Map<String, Object> besides(List<String> taken, Map<String, ?> pairs) {
        var renamed = new LinkedHashMap<String, Object>();
        pairs.forEach((key, value) -> renamed.put(taken.contains(key) ? key + "_" : key, value));
        return renamed;
    }
}
