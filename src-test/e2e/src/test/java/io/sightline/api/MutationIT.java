package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.model.SmallDetector;
import io.sightline.mutation.MutationRun;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The short form of the run of 100,000 broken requests in the benchmarks. */
@ExtendWith(ApiRuntime.class)
class MutationIT {
    private static final long SEED = 1;
    private static final int REQUESTS = 600;
    private static final int WARM_UP = 200;
    private static final int CLIENTS = 2;
    /** What a worker keeps grows to the largest picture; a broken header can make one larger than the last. */
    private static final long ROOM = 16L << 20;

    private final Api api;

    MutationIT(Api api) {
        this.api = api;
    }

    @Test
    void answersWhateverIsSentWithoutAFailureOfItsOwnAndKeepsNoMemory(@TempDir Path folder) throws Exception {
        // Given
        var engine = api.bean(InferenceEngine.class);
        engine.load(new ModelDirectory("small", SmallDetector.in(folder), "champion"));
        var run = new MutationRun(api.address(), "small", api.token("sightline-dev"), SEED);
        run.send(0, WARM_UP, CLIENTS);
        var before = Pointer.totalBytes();
        // When
        var summary = run.send(WARM_UP, REQUESTS, CLIENTS);
        // Then
        assertThat(summary.unexpected()).isEmpty();
        assertThat(summary.statuses()).containsKeys(200, 400, 422);
        assertThat(Pointer.totalBytes()).isLessThan(before + ROOM);
        engine.unload("small");
    }
}
