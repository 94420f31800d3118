package io.sightline.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@SuppressWarnings("SystemOut")
class AuditLogTest {
    private static final AuditEntry ENTRY = new AuditEntry(
            "2026-11-01T08:00:00Z",
            "sightline.audit",
            "write",
            "POST",
            "receiveFrame",
            "/v1/frames",
            "/v1/frames",
            "camera-1",
            null,
            202,
            null,
            "7c1f",
            "sightline-dev",
            List.of("frames:write"),
            "192.0.2.7",
            "0af7651916cd43dd8448eb211c80319c");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void countsWhatIsWritten() {
        new AuditLog(to(line -> true), meters).write(ENTRY);

        assertThat(entries("written")).isEqualTo(1);
        assertThat(entries("lost")).isZero();
    }

    @Test
    void saysAloudWhatItCouldNotWrite() {
        var ownLog = new ListAppender<ILoggingEvent>();
        var logger = (Logger) LoggerFactory.getLogger(AuditLog.class);
        ownLog.start();
        logger.addAppender(ownLog);
        try {
            // When
            new AuditLog(to(line -> false), meters).write(ENTRY);
            // Then
            assertThat(entries("lost")).isEqualTo(1);
            assertThat(ownLog.list).hasSize(1).allSatisfy(event -> {
                assertThat(event.getLevel()).isEqualTo(Level.ERROR);
                assertThat(event.getKeyValuePairs().get(0).value.toString())
                        .isEqualTo(new String(ENTRY.line(), US_ASCII).strip());
            });
        } finally {
            logger.detachAppender(ownLog);
        }
    }

    @Test
    void countsWhatAFailureOfItsOwnHasLost() {
        var log = new AuditLog(
                to(line -> {
                    throw new IllegalStateException("closed");
                }),
                meters);

        log.write(ENTRY);

        assertThat(entries("lost")).isEqualTo(1);
    }

    @Test
    void countsWhatHasNoTextToo() {
        var log = new AuditLog(to(line -> true), meters);

        log.countLost();

        assertThat(entries("lost")).isEqualTo(1);
    }

    @Test
    void showsWhileItIsBlocked() throws InterruptedException {
        // Given
        var isBlocked = new CountDownLatch(1);
        var isUnblocked = new CountDownLatch(1);
        var log = new AuditLog(
                to(line -> {
                    isBlocked.countDown();
                    return isDown(isUnblocked);
                }),
                meters);
        var writer = new Thread(() -> log.write(ENTRY));
        // When
        writer.start();
        isBlocked.await();
        // Then
        assertThat(meters.get("sightline.audit-log.writing").longTaskTimer().activeTasks())
                .isEqualTo(1);
        isUnblocked.countDown();
        writer.join();
        assertThat(meters.get("sightline.audit-log.writing").longTaskTimer().activeTasks())
                .isZero();
        assertThat(entries("written")).isEqualTo(1);
    }

    @Test
    void writesToStandardOutputAndTellsWhenThatTakesNothing() {
        var output = System.out;
        var taken = new ByteArrayOutputStream();
        try (var console = new AuditConsole()) {
            System.setOut(new PrintStream(taken, false, US_ASCII));
            assertThat(console.write(ENTRY.line())).isTrue();
            System.setOut(new PrintStream(new Broken(), false, US_ASCII));
            assertThat(console.write(ENTRY.line())).isFalse();
        } finally {
            System.setOut(output);
        }

        assertThat(taken.toString(US_ASCII)).isEqualTo(new String(ENTRY.line(), US_ASCII));
    }

    private double entries(String outcome) {
        return meters.get("sightline.audit-log.entries")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static boolean isDown(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static AuditLines to(Predicate<byte[]> write) {
        return new AuditLines() {
            @Override
            public boolean write(byte[] line) {
                return write.test(line);
            }

            @Override
            public void close() {}
        };
    }

    private static final class Broken extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("the reader has gone");
        }
    }
}
