package io.sightline.benchmark.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final long SECOND = 1_000_000_000;

    private final Window window = new Window(Duration.ofSeconds(1), Duration.ofSeconds(2));

    @Test
    void countsWhatWasAnsweredWithinTheWindow() {
        // Given
        var samples = List.of(
                new Sample(9 * SECOND, 1, 200),
                new Sample(10 * SECOND, 4_000_000, 200),
                new Sample(11 * SECOND, 2_000_000, 200),
                new Sample(11 * SECOND, 1_000_000, 503),
                new Sample(11 * SECOND, 1, 0),
                new Sample(12 * SECOND, 1, 200));
        // When
        var load = Load.of(window, samples, 10 * SECOND, new Cost(Duration.ofMillis(30), 5), Duration.ofMillis(10));
        // Then
        assertThat(load.rate()).isEqualTo(1);
        assertThat(load.served().percentile(0.5)).isEqualTo(Duration.ofMillis(2));
        assertThat(load.served().percentile(0.99)).isEqualTo(Duration.ofMillis(4));
        assertThat(load.refused().count()).isEqualTo(1);
        assertThat(load.others()).containsOnlyKeys(0).containsValue(1L);
        assertThat(load.serverCpuMillis()).isEqualTo(15);
        assertThat(load.clientShare()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void findsPercentilesByNearestRank() {
        var latencies = new Latencies(LongStream.rangeClosed(1, 200).boxed().toList());

        assertThat(latencies.percentile(0.99)).isEqualTo(Duration.ofNanos(198));
        assertThat(latencies.percentile(0)).isEqualTo(Duration.ofNanos(1));
        assertThat(latencies.percentile(1)).isEqualTo(Duration.ofNanos(200));
        assertThat(new Latencies(List.of()).percentile(0.5)).isEqualTo(Duration.ZERO);
    }

    @Test
    void readsTheTimesOfAProcessWhateverItIsCalled() {
        assertThat(ProcessTree.ticks("7 (a) b) S 1 7 7 0 -1 4194560 100 0 0 0 150 50 3 4 20 0 9"))
                .isEqualTo(200);
    }

    @Test
    void addsUpTheHeapThatThreadsHaveAllocated() {
        assertThat(AllocatedHeap.sum("\"a\" cpu=1ms allocated=1.5K defined\n\"b\" allocated=2M x\n\"c\" allocated=0B"))
                .isEqualTo(1536 + 2 * 1024 * 1024);
    }

    @Test
    void addsUpWhatBothGenerationsOfAHeapHold() {
        assertThat(LiveHeap.sum("""
                 PSYoungGen      total 114688K, used 10K [0x1, 0x2, 0x3)
                  eden space 98304K, 0% used [0x1,0x2,0x3)
                 ParOldGen       total 262144K, used 30K [0x1, 0x2, 0x3)
                 Metaspace       used 85531K, committed 86272K, reserved 1114112K
                """)).isEqualTo(40 * 1024);
    }
}
