package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sightline.failure.PermanentFailure;
import io.sightline.mutation.ForgedJpeg;
import io.sightline.picture.PictureLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a picture costs that claims more than anybody should decode; judges no figure. */
@Tag("benchmark")
@Tag("decode")
class RefusalBenchmarkIT {
    private static final int TIMES = 2000;
    private static final double MIB = 1024 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void whatClaimsTooMuchIsRefused() throws Exception {
        // Given
        var report = new Report("refusal", "mvn verify -Pbenchmark -Dbenchmark=decode");
        Map<String, byte[]> pictures = new LinkedHashMap<>();
        pictures.put(
                "30000x30000", ForgedJpeg.ofSide(TestPictures.of("640x480", 1).get(0), 30_000));
        pictures.put("4000 scans", ForgedJpeg.ofScans(4000));
        // When
        for (var picture : pictures.entrySet()) {
            measure(picture.getKey(), picture.getValue(), report);
        }
        // Then
        report.publish();
        assertThat(report.isEmpty()).isFalse();
    }

    private void measure(String name, byte[] picture, Report report) throws IOException {
        var start = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < TIMES; i++) {
            refuse(picture);
        }
        var mib = (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - start) / MIB / TIMES;
        var millis = DecodeCost.millis(RefusalBenchmarkIT::refuse, List.of(picture), Duration.ofSeconds(2));
        var row = new LinkedHashMap<String, Object>();
        row.put("picture", name);
        row.put("KB", picture.length / 1024);
        row.put("CPU ms", millis);
        row.put("heap MB", mib);
        report.row(row);
        report.target(Target.atMost("CPU ms of a refusal: " + name, millis, 5));
        report.target(Target.atMost("heap MB of a refusal: " + name, mib, 1));
    }

    private static void refuse(byte[] picture) {
        try {
            PictureLimits.STANDARD.check(picture);
        } catch (PermanentFailure expected) {
            return;
        }
        throw new IllegalStateException("the picture was accepted");
    }
}
