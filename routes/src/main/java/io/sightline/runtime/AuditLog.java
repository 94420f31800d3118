package io.sightline.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log. Each entry is written before its thread goes on, so that none waits in memory when the process ends.
 * One that cannot be written is counted and goes to the process's own log instead; a log that takes no more holds up
 * whoever writes on it, and shows how long already.
 */
final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);

    private final AuditLines lines;
    private final Counter written;
    private final Counter lost;
    private final LongTaskTimer writing;

    AuditLog(AuditLines lines, MeterRegistry meters) {
        this.lines = lines;
        this.written = meters.counter("sightline.audit-log.entries", "outcome", "written");
        this.lost = meters.counter("sightline.audit-log.entries", "outcome", "lost");
        this.writing = LongTaskTimer.builder("sightline.audit-log.writing").register(meters);
    }

    void write(AuditEntry entry) {
        var line = entry.line();
        if (isWritten(line)) {
            written.increment();
            return;
        }
        countLost();
        LOG.atError()
                .addKeyValue("entry", new String(line, StandardCharsets.US_ASCII).strip())
                .log("The audit log takes no entry; see sightline.audit-log.file");
    }

    /** Counts an entry that is in no log, because not even its text could be made. */
    void countLost() {
        lost.increment();
    }

    private boolean isWritten(byte[] line) {
        var sample = writing.start();
        try {
            return lines.write(line);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("The audit log has failed");
            return false;
        } finally {
            sample.stop();
        }
    }
}
