package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.demo.DemoTarget;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.inference.InferenceEngine;
import io.sightline.local.LocalRuntime;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs only when asked for; judges no figure, because that of a busy machine says nothing. */
@Tag("benchmark")
@Tag("throughput")
@ExtendWith(TestStack.class)
class ThroughputIT {
    private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
    private static final int FRAMES = Integer.getInteger("benchmark.frames", 300);

    @Test
    @SuppressWarnings("SystemOut")
    void everyFrameOfEveryRoundIsInferredAndTheRatesAreWrittenDown(DevStack stack) throws Exception {
        // Given
        try (var runtime = LocalRuntime.run(stack.isolate("throughput"))) {
            var engine = runtime.getBean(InferenceEngine.class);
            var benchmark = new ThroughputBenchmark(engine, DemoTarget.of(runtime.getEnvironment()));
            // When
            var rounds = benchmark.run(ROUNDS, FRAMES);
            // Then
            var measurement =
                    new Measurement(Machine.here(), LocalDate.now(ZoneOffset.UTC), Commit.here(), command(), rounds);
            var written = new MeasurementFiles(Path.of("target", "benchmarks")).write("throughput", measurement);
            measurement.table().forEach(System.out::println);
            System.out.println(measurement.markdownRow());
            assertThat(measurement.rounds()).hasSize(ROUNDS);
            assertThat(written.json()).isNotEmptyFile();
        }
    }

    private static String command() {
        return "mvn verify -Pbenchmark -Dbenchmark.rounds=%d -Dbenchmark.frames=%d".formatted(ROUNDS, FRAMES);
    }
}
