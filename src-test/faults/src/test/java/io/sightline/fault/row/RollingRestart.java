package io.sightline.fault.row;

import static java.util.stream.Collectors.toUnmodifiableSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.fault.Bench;
import io.sightline.fault.GroupMembers;
import io.sightline.fault.Row;
import io.sightline.pipeline.RuntimeProcess;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Two processes of all stages are restarted in turn, as Kubernetes does it: out of the Service, a while of serving on,
 * SIGTERM. Meanwhile frames come from cameras and over REST.
 */
final class RollingRestart implements Row {
    private static final int TERMINATED = 128 + 15;
    private static final int ROUNDS = 2;
    /** Five of the runtime's stages, and one of an integrator's route. */
    private static final Set<String> GROUPS = Set.of(
            "sightline-ingest",
            "sightline-detect",
            "sightline-sink-claims",
            "sightline-sink-inferences",
            "sightline-sink-dead-letters",
            "of-an-integrator");

    private static final String ROUTE = """
            - route:
                id: read-claims
                from:
                  uri: kamelet:claims-source
                  parameters: { group: of-an-integrator }
                  steps:
                    - log: { loggingLevel: DEBUG, message: a claim }
            """;

    /** Of one process: stage detect reads with two. */
    private static final int MEMBERS = GROUPS.size() + 1;

    /** Its members are those that are in no group of another process. */
    private record Pod(RuntimeProcess process, Set<String> members) {}

    @Override
    public int number() {
        return 3;
    }

    @Override
    public String title() {
        return "SIGTERM, rolling restart";
    }

    @Override
    public void run(Bench bench) throws Exception {
        bench.settings().put("sightline.stages", "ingest,detect,sink,promote,api,pipes");
        bench.settings()
                .put(
                        "sightline.routes.directory",
                        bench.folder().resolve("routes").toString());
        Files.createDirectories(bench.folder().resolve("routes"));
        Files.writeString(bench.folder().resolve("routes").resolve("read-claims.camel.yaml"), ROUTE);
        var brief = String.valueOf(bench.settings().get("camel.component.kafka.session-timeout-ms"));
        bench.settings().put("sightline.http.drain", "1s");
        // Who does not leave is in its groups for as long as this takes.
        bench.settings().put("camel.component.kafka.session-timeout-ms", "600000");
        var service = new RestService();
        var processes = new ArrayList<RuntimeProcess>();
        try (var groups = new GroupMembers(bench.settings())) {
            // Those that others have left behind.
            await().atMost(Duration.ofMinutes(1)).until(() -> groups.ids().isEmpty());
            var first = start(bench, "first-0", processes, service, groups, Set.of());
            var second = start(bench, "second-0", processes, service, groups, first.members());
            try (var load = bench.load(20);
                    var clients = new RestClients(bench, service)) {
                clients.awaitAnswers(10);
                for (int round = 1; round <= ROUNDS; round++) {
                    end(bench, first, second, service, groups, clients);
                    if (round == ROUNDS) {
                        // Those that stay are killed when all is compared.
                        bench.settings().put("camel.component.kafka.session-timeout-ms", brief);
                    }
                    first = start(bench, "first-" + round, processes, service, groups, second.members());
                    end(bench, second, first, service, groups, clients);
                    second = start(bench, "second-" + round, processes, service, groups, first.members());
                }
                clients.awaitAnswers(10);
                assertThat(clients.failed()).isEmpty();
                bench.note("requests", clients.answers(), "");
            }
        } finally {
            // After a failure too: others are in groups of these names.
            processes.forEach(RuntimeProcess::close);
        }
    }

    private static Pod start(
            Bench bench,
            String name,
            List<RuntimeProcess> processes,
            RestService service,
            GroupMembers groups,
            Set<String> membersOfOthers)
            throws Exception {
        var process = bench.start(name);
        processes.add(process);
        process.awaitReady();
        service.add(process.api());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> groups.stable().equals(GROUPS) && groups.ids().size() == membersOfOthers.size() + MEMBERS);
        assertThat(groups.assignors()).as("how partitions are divided").containsExactly("cooperative-sticky");
        var members = groups.ids().stream()
                .filter(id -> !membersOfOthers.contains(id))
                .collect(toUnmodifiableSet());
        return new Pod(process, members);
    }

    private static void end(
            Bench bench, Pod leaves, Pod stays, RestService service, GroupMembers groups, RestClients clients)
            throws Exception {
        service.remove(leaves.process().api());
        // The chart's preStop: whoever has a connection goes on using it.
        clients.awaitAnswers(10);
        long asked = System.nanoTime();
        leaves.process().terminate();
        assertThat(leaves.process().awaitExit()).isEqualTo(TERMINATED);
        bench.note("SIGTERM to the end", (System.nanoTime() - asked) / 1e9, "s");
        // The broker may take up what they said last after the process is gone; their session ends much later.
        await("members that have left").atMost(Duration.ofSeconds(30)).until(groups::ids, stays.members()::equals);
        clients.awaitAnswers(10);
        assertThat(leaves.process().output())
                .as("what was half-filled when the routes ended was given back to its topic")
                .doesNotContain("Timeout occurred during graceful shutdown", "No consumers available on endpoint");
    }
}
