package io.sightline.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.sightline.benchmark.load.Window;
import io.sightline.inference.DetectionOptions;
import io.sightline.inference.InferenceEngine;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;

/** Decode, infer and interpret over and over, one thread per core of this process: nothing serves anybody. */
final class InProcessLoop {
    private final InferenceEngine engine;
    private final Window window;

    InProcessLoop(InferenceEngine engine, Window window) {
        this.engine = engine;
        this.window = window;
    }

    Outcome run(String model, List<byte[]> pictures) throws InterruptedException, ExecutionException {
        var options = new DetectionOptions(
                Optional.of(model),
                DetectionOptions.NONE.version(),
                DetectionOptions.NONE.minConfidence(),
                DetectionOptions.NONE.maxDetections(),
                DetectionOptions.NONE.region());
        var count = new LongAdder();
        var works = new ArrayList<Rate.Work>();
        for (int worker = 0; worker < Runtime.getRuntime().availableProcessors(); worker++) {
            var first = worker;
            works.add(() -> {
                count.increment();
                engine.detect(pictures.get((first + count.intValue()) % pictures.size()), options);
            });
        }
        var cpu = ownCpuMillis();
        var rate = Rate.perSecond(works, window);
        return new Outcome(
                rate, Double.NaN, Double.NaN, (ownCpuMillis() - cpu) / count.sum(), Double.NaN, 0, 0, Double.NaN);
    }

    private static double ownCpuMillis() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e6
                : Double.NaN;
    }
}
