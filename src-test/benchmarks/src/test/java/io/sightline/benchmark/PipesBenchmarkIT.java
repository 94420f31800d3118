package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How long two hundred Pipes of a folder take to run, with the start of their process, and a change among them. */
@Tag("benchmark")
@Tag("pipes")
@ExtendWith(TestStack.class)
class PipesBenchmarkIT {
    private static final String COMMAND =
            "mvn verify -Pbenchmark -Dbenchmark=pipes -Dbenchmark.rounds=" + LiveChanges.COUNT;

    @Test
    void manyPipesRun(DevStack stack, @TempDir Path folder) throws Exception {
        var starts = new Report("pipes-start", COMMAND);
        var changes = new Report("pipes-change", COMMAND);
        var settings = stack.isolate("pipes");
        settings.put("sightline.stages", "api,pipes");
        settings.put("sightline.routes.directory", folder.toString());
        var token = stack.token("sightline-dev");
        for (int number = 1; number < ManyPipes.COUNT; number++) {
            Files.writeString(folder.resolve("ticks-" + number + ".pipe.yaml"), ManyPipes.ticking(number));
        }
        var file = folder.resolve("answers.pipe.yaml");
        Files.writeString(file, ManyPipes.answering("before"));

        long begin = System.nanoTime();
        try (var server = SightlineServer.start(settings)) {
            var pipes = new ManyPipes(server.address(), token);
            pipes.awaitReady("the start of the process", starts, begin);
            new LiveChanges(changes)
                    .measure(
                            "a Pipe, one of " + ManyPipes.COUNT + " files",
                            pipes.answer(),
                            answer -> Files.writeString(file, ManyPipes.answering(answer)));
        }
        starts.publish();
        changes.publish();
        assertThat(starts.isEmpty() || changes.isEmpty()).isFalse();
    }
}
