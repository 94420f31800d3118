package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Bench;
import io.sightline.fault.Row;
import io.sightline.pipeline.RuntimeProcess;

/** Partitions move to new processes and back while records flow, and clients hand out records twice in one poll. */
final class Scaling implements Row {
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
        bench.addToClassPath(HandedOutTwice.class);
        bench.settings().put("camel.component.kafka.interceptor-classes", HandedOutTwice.class.getName());
        try (var load = bench.load(60)) {
            var first = bench.start("0").awaitReady();
            bench.awaitMore(bench.random().nextInt(1, 60));
            var second = bench.start("1");
            var third = bench.start("2");
            second.awaitReady();
            third.awaitReady();
            bench.awaitMore(bench.random().nextInt(1, 120));
            end(second, bench);
            bench.pause(0, 2_000);
            end(third, bench);
            bench.awaitMore(10);
            var repeated = first.sum("sightline_sink_rows_total", "outcome=\"repeated\"");
            bench.note("repeats within a batch", repeated, "");
            assertThat(repeated).as("records that a batch held twice").isPositive();
        }
    }

    private static void end(RuntimeProcess process, Bench bench) {
        if (bench.random().nextBoolean()) {
            process.kill();
        } else {
            process.terminate();
        }
    }
}
