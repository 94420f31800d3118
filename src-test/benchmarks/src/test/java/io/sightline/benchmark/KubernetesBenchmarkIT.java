package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.server.SightlineServer;
import io.sightline.cluster.TestCluster;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long two hundred Pipes of a Kubernetes API take to run, and a change among them; KUBECONFIG names the cluster.
 */
@Tag("benchmark")
@Tag("kubernetes")
@ExtendWith(TestStack.class)
class KubernetesBenchmarkIT {
    private static final String COMMAND =
            "mvn verify -Pbenchmark -Dbenchmark=kubernetes -Dbenchmark.rounds=" + LiveChanges.COUNT;

    @Test
    void manyPipesRun(DevStack stack, @TempDir Path folder) throws Exception {
        var starts = new Report("kubernetes-start", COMMAND);
        var changes = new Report("kubernetes-change", COMMAND);
        var settings = stack.isolate("kubernetes");
        settings.put("sightline.stages", "api,pipes");
        settings.put("sightline.kubernetes.pipes", "true");
        try (var cluster = new TestCluster()) {
            var environment = Map.of("KUBECONFIG", cluster.kubeconfig(folder).toString());
            for (int number = 1; number < ManyPipes.COUNT; number++) {
                cluster.apply(ManyPipes.ticking(number));
            }
            cluster.apply(ManyPipes.answering("before"));
            var token = stack.token("sightline-dev");
            long begin = System.nanoTime();
            try (var server = SightlineServer.startIn(environment, settings)) {
                var pipes = new ManyPipes(server.address(), token);
                pipes.awaitReady("the start of the process", starts, begin);
                new LiveChanges(changes)
                        .measure(
                                "a Pipe, one of " + ManyPipes.COUNT + " of the API",
                                pipes.answer(),
                                answer -> cluster.apply(ManyPipes.answering(answer)));
            }
        }
        starts.publish();
        changes.publish();
        assertThat(starts.isEmpty() || changes.isEmpty()).isFalse();
    }
}
