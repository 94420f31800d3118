package io.sightline.runtime;

import ch.qos.logback.core.ContextBase;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.recovery.RecoveryListener;
import ch.qos.logback.core.recovery.ResilientOutputStreamBase;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.status.Status;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines of the audit log in a file that is rolled by day and size. It is Logback's, in a context of its own: no level,
 * and no configuration of the process's other logs, can silence it. What Logback keeps to itself, that a line could not
 * be written, is asked for.
 */
final class AuditFile extends RollingFileAppender<byte[]> implements AuditLines, RecoveryListener {
    private final ContextBase owner = new ContextBase();
    private boolean isBroken;
    private boolean isWritten;

    /**
     * Opens the file, and makes its folders.
     *
     * @throws StartupException when nothing can be written there
     */
    AuditFile(String path, long maxBytes, int days) {
        owner.setName("audit-log");
        setContext(owner);
        setName("audit-log");
        setFile(path);
        var lines = new Lines();
        lines.setContext(owner);
        lines.start();
        setEncoder(lines);
        var policy = new SizeAndTimeBasedRollingPolicy<byte[]>();
        policy.setContext(owner);
        policy.setParent(this);
        policy.setFileNamePattern(path + ".%d{yyyy-MM-dd, UTC}.%i.gz");
        policy.setMaxFileSize(new FileSize(maxBytes));
        policy.setMaxHistory(days);
        policy.start();
        setRollingPolicy(policy);
        start();
        if (!isStarted()) {
            throw new StartupException(
                    "sightline.audit-log.file=" + path + " cannot be written: " + failures(),
                    "Name a file that the runtime may write, or leave it out to have the audit log on standard output.",
                    null);
        }
    }

    @Override
    public synchronized boolean write(byte[] line) {
        isWritten = false;
        if (getOutputStream() == null && !isReopened()) {
            return false;
        }
        doAppend(line);
        return isWritten;
    }

    @Override
    public void close() {
        stop();
        owner.stop();
    }

    @Override
    public void openFile(String path) throws IOException {
        super.openFile(path);
        isBroken = false;
        if (getOutputStream() instanceof ResilientOutputStreamBase stream) {
            stream.addRecoveryListener(this);
        }
    }

    @Override
    protected void writeOut(byte[] line) throws IOException {
        var wasBroken = isBroken;
        super.writeOut(line);
        // The line by which Logback finds out that the file can be written again is not in it.
        isWritten = !wasBroken && !isBroken;
    }

    @Override
    public void newFailure(@Nullable IOException failure) {
        isBroken = true;
    }

    @Override
    public void recoveryOccured() {
        isBroken = false;
    }

    /** Logback leaves a file closed that it could not open when it began a new one, until it begins the next. */
    private boolean isReopened() {
        try {
            openFile(getFile());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String failures() {
        return owner.getStatusManager().getCopyOfStatusList().stream()
                .filter(status -> status.getLevel() == Status.ERROR)
                .map(status -> status.getThrowable() == null
                        ? status.getMessage()
                        : status.getThrowable().getMessage())
                .collect(Collectors.joining("; "));
    }

    /** A line is bytes already. */
    private static final class Lines extends EncoderBase<byte[]> {
        @Override
        public byte @Nullable [] headerBytes() {
            return null;
        }

        @Override
        public byte[] encode(byte[] line) {
            return line;
        }

        @Override
        public byte @Nullable [] footerBytes() {
            return null;
        }
    }
}
