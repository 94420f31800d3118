package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.pipeline.RuntimeProcess;

/** Partitions move to new processes and back while records flow. */
final class Scaling implements Row {
    private static final int MOST_MEMBERS = 20;

    @Override
    public int number() {
        return 4;
    }

    @Override
    public String title() {
        return "scale 1 to 3 to 1 under load";
    }

    @Override
    public void run(Bench bench) throws Exception {
        try (var load = bench.load(60)) {
            var first = bench.start("0").awaitReady();
            bench.awaitMore(bench.random().nextInt(1, 60));
            repeatWithinABatch(first, bench);
            var second = bench.start("1");
            var third = bench.start("2");
            second.awaitReady();
            third.awaitReady();
            bench.awaitMore(bench.random().nextInt(1, 120));
            end(second, bench);
            bench.pause(0, 2_000);
            end(third, bench);
            bench.awaitMore(10);
            bench.note("repeats within a batch", repeated(first), "");
        }
    }

    /** What comes back to a process while it still holds the beginning of a batch of it is in the batch twice. */
    private static void repeatWithinABatch(RuntimeProcess process, Bench bench) throws Exception {
        var brokers = bench.settings().getOrDefault("camel.component.kafka.brokers", "");
        var claims = bench.settings().getOrDefault("sightline.topics.claims", "");
        for (int member = 0; member < MOST_MEMBERS && repeated(process) == 0; member++) {
            PassingMember.pass(brokers, "sightline-sink-claims", claims);
            bench.pause(500, 1_500);
        }
        assertThat(repeated(process)).as("records that a batch held twice").isPositive();
    }

    private static double repeated(RuntimeProcess process) {
        return process.sum("sightline_sink_rows_total", "outcome=\"repeated\"");
    }

    private static void end(RuntimeProcess process, Bench bench) {
        if (bench.random().nextBoolean()) {
            process.kill();
        } else {
            process.terminate();
        }
    }
}
