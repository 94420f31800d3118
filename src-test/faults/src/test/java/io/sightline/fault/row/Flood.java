package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.fault.ledger.Kind;
import io.sightline.pipeline.RuntimeProcess;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ten times the usual load for two minutes, with pictures of megabytes among it, in the heap of 512 MiB. */
final class Flood implements Row {
    private static final int USUAL_PER_SECOND = 20;
    private static final long SECONDS = Duration.ofMinutes(2).toSeconds();
    private static final int LARGE = 6 * 1024 * 1024;
    private static final int LONGEST_COMMENT = 65_533;

    private @Nullable RuntimeProcess worker;

    @Override
    public int number() {
        return 19;
    }

    @Override
    public String title() {
        return "10x load for 2 min in a 512 MiB heap";
    }

    @Override
    public boolean isLong() {
        return true;
    }

    @Override
    public void run(Bench bench) throws Exception {
        var started = bench.start("0").awaitReady();
        worker = started;
        try (var load = bench.flood(10 * USUAL_PER_SECOND)) {
            for (int second = 0; second < SECONDS; second++) {
                bench.sender().frame("camera-large", large(bench.sender().picture()), Kind.GOOD);
                bench.pause(1_000, 1_000);
            }
        }
        assertThat(started.isAlive()).isTrue();
    }

    @Override
    public void check(Bench bench) {
        assertThat(worker == null ? "" : worker.output()).doesNotContain("OutOfMemoryError");
    }

    /** The same picture with comments of megabytes behind its first marker. */
    private static byte[] large(byte[] jpeg) {
        var bytes = new ByteArrayOutputStream(LARGE + LONGEST_COMMENT);
        bytes.write(jpeg, 0, 2);
        while (bytes.size() < LARGE) {
            bytes.write(0xff);
            bytes.write(0xfe);
            bytes.write((LONGEST_COMMENT + 2) >> 8);
            bytes.write((LONGEST_COMMENT + 2) & 0xff);
            bytes.write(new byte[LONGEST_COMMENT], 0, LONGEST_COMMENT);
        }
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }
}
