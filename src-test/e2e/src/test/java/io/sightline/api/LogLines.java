package io.sightline.api;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The log of this process, as its console shows it, from now until it is closed. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final StringBuilder written = new StringBuilder();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Encoder<ILoggingEvent> console;

    private LogLines() {
        console = encoder(root);
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    static LogLines capture() {
        return new LogLines();
    }

    /** Lines as a reader's terminal divides them. */
    synchronized List<String> lines() {
        return written.isEmpty() ? List.of() : List.of(written.toString().split("\\R"));
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        written.append(new String(console.encode(event), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }

    private static Encoder<ILoggingEvent> encoder(Logger root) {
        var appenders = root.iteratorForAppenders();
        while (appenders.hasNext()) {
            if (appenders.next() instanceof ConsoleAppender<ILoggingEvent> appender) {
                return appender.getEncoder();
            }
        }
        throw new IllegalStateException("the runtime logs to no console");
    }
}
