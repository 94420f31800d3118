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

    List<Round> run(int rounds, int frames) throws SQLException, InterruptedException, ExecutionException {
        var drawn = new ParcelFrames(frames, SOURCES, SEED);
        var ready = IntStream.range(0, frames).mapToObj(drawn::frame).toList();
        var pictures = ready.stream().map(DemoFrame::bytes).toList();
        loop.run(pictures.subList(0, frames / 4));
        pipeline.run(ready.subList(0, frames / 4));
        var measured = new ArrayList<Round>();
        for (var round = 0; round < rounds; round++) {
            var times = loop.run(pictures);
            measured.add(new Round(frames, cores, times.wall(), times.decode(), times.infer(), pipeline.run(ready)));
        }
        return measured;
    }
}
