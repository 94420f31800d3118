package io.sightline.benchmark;

import io.sightline.inference.DetectionOptions;
import io.sightline.inference.Inference;
import io.sightline.inference.InferenceEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The runtime's own engine in a bare loop with one worker per core: no queue, no store, no database. */
final class EngineLoop {
    private final InferenceEngine engine;
    private final int workers;

    EngineLoop(InferenceEngine engine, int workers) {
        this.engine = engine;
        this.workers = workers;
    }

    /** What the loop took as a whole, and what its frames took together. */
    record Times(Duration wall, Duration decode, Duration infer) {}

    Times run(List<byte[]> pictures) throws InterruptedException, ExecutionException {
        var pool = Executors.newFixedThreadPool(workers);
        try {
            var start = System.nanoTime();
            var inferences = new ArrayList<Inference>();
            for (var done : pool.invokeAll(pictures.stream().map(this::task).toList())) {
                inferences.add(done.get());
            }
            var wall = Duration.ofNanos(System.nanoTime() - start);
            return new Times(wall, sum(inferences, Inference::decode), sum(inferences, Inference::infer));
        } finally {
            pool.shutdownNow();
        }
    }

    private Callable<Inference> task(byte[] picture) {
        return () -> engine.detect(picture, DetectionOptions.NONE);
    }

    private static Duration sum(List<Inference> inferences, Function<Inference, Duration> part) {
        return inferences.stream().map(part).reduce(Duration.ZERO, Duration::plus);
    }
}
