package io.sightline.benchmark;

import io.sightline.demo.DemoFrame;
import io.sightline.demo.DemoTarget;
import io.sightline.demo.ParcelFrames;
import io.sightline.inference.InferenceEngine;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * Kafka to PostgreSQL against cores / (decode + infer): after a warm-up of both, loop and pipeline take turns on the
 * same pictures with the same engine, so that a machine that changes its pace changes it for both.
 */
final class ThroughputBenchmark {
    private static final List<String> SOURCES = List.of("camera-1", "camera-2", "camera-3", "camera-4");
    private static final long SEED = 11;

    private final EngineLoop loop;
    private final PipelineRun pipeline;
    private final int cores;

    ThroughputBenchmark(InferenceEngine engine, DemoTarget target) {
        this.cores = Runtime.getRuntime().availableProcessors();
        this.loop = new EngineLoop(engine, cores);
        this.pipeline = new PipelineRun(target);
    }

    /**
     * Measures.
     *
     * @param frames of each round; every round draws its own, as no camera sends the same bytes twice: the object store
     *     would be spared what it has already
     */
    List<Round> run(int rounds, int frames) throws SQLException, InterruptedException, ExecutionException {
        round(0, Math.max(1, frames / 2));
        var measured = new ArrayList<Round>();
        for (var number = 1; number <= rounds; number++) {
            measured.add(round(number, frames));
        }
        return measured;
    }

    /** Whoever runs first in a round runs last in the next one. */
    private Round round(int number, int frames) throws SQLException, InterruptedException, ExecutionException {
        var drawn = new ParcelFrames(frames, SOURCES, SEED + number);
        var ready = IntStream.range(0, frames).mapToObj(drawn::frame).toList();
        var pictures = ready.stream().map(DemoFrame::bytes).toList();
        if (number % 2 == 0) {
            var through = pipeline.run(ready);
            return round(loop.run(pictures), through, frames);
        }
        return round(loop.run(pictures), pipeline.run(ready), frames);
    }

    private Round round(EngineLoop.Times bare, PipelineRun.Times through, int frames) {
        return new Round(frames, cores, bare.wall(), bare.decode(), bare.infer(), through.wall(), through.engine());
    }
}
