package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sightline.frame.TraceContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What the log says of the frames that the routes of ingest work on. */
class FrameLogTest extends PipelineTestSupport {
    private static final byte[] POISON = "no picture".getBytes(StandardCharsets.UTF_8);

    private final Logger log = (Logger) LoggerFactory.getLogger("io.sightline");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @Override
    List<String> routes() {
        return List.of("ingest-frames", "ingest-frame");
    }

    @BeforeEach
    void listen() {
        log.setLevel(Level.WARN);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    @Test
    void lineOfADeadLetterNamesTraceFrameAndSource() {
        deliver("ingest-frames", batch().add(POISON));

        var frame = deadLetters().get(0).getFrameId();
        assertThat(lineOfTheLetter())
                .containsEntry("traceId", new TraceContext(TopicBatch.TRACE).traceId())
                .containsEntry("frameId", frame.toString())
                .containsEntry("source", "camera-1");
    }

    /** A record that came without a trace begins one, not one for each that asks. */
    @Test
    void letterHasTheTraceOfItsThread() {
        deliver("ingest-frames", batch().add(POISON, new RecordHeaders()));

        var sent = topics.sentTo("letters").get(0).getHeader("traceparent", String.class);
        var trace = TraceContext.of(Optional.of(sent)).traceId();
        assertThat(lineOfTheLetter()).containsEntry("traceId", trace);
        assertThat(lines.list.get(0).getMDCPropertyMap()).containsEntry("traceId", trace);
    }

    @Test
    void nothingOfAFrameIsLeftOnItsThread() throws InterruptedException, ExecutionException {
        deliver("ingest-frames", batch().add(Pictures.png(1)).add(POISON).add(Pictures.png(2)));

        for (var left : onBoth(() -> Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.<String, String>of()))) {
            assertThat(left.get()).isEmpty();
        }
    }

    /** An exchange that went to Kafka ends on a thread of its producer, which leaves the frame's own as it was. */
    @Test
    void lineSaysNothingOfAFormerFrame() throws InterruptedException, ExecutionException {
        for (var left : onBoth(() -> MDC.putCloseable("frameId", "former"))) {
            assertThat(left.get()).isNotNull();
        }

        deliver("ingest-frames", batch().add(POISON));

        assertThat(lines.list.get(0).getMDCPropertyMap())
                .containsEntry("traceId", new TraceContext(TopicBatch.TRACE).traceId())
                .doesNotContainKey("frameId");
    }

    /** Each waits for the other, so that no thread answers twice. */
    private <T> List<Future<T>> onBoth(Callable<T> work) throws InterruptedException {
        var both = new CyclicBarrier(2);
        Callable<T> together = () -> {
            both.await();
            return work.call();
        };
        return threads.invokeAll(List.of(together, together));
    }

    private Map<String, String> lineOfTheLetter() {
        return lines.list.stream()
                .filter(line -> line.getMessage().equals("dead letter"))
                .findFirst()
                .orElseThrow()
                .getKeyValuePairs()
                .stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    }
}
