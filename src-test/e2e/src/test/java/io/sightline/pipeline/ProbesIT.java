package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Kubernetes' probes are answered while an engine is away is what the chart's README says. */
@Tag("slow")
@ExtendWith(TestStack.class)
class ProbesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** As long as from one readiness probe to the next. */
    private static final Duration A_WHILE = Duration.ofSeconds(5);

    /** How often within it, so that an answer between two probes counts as well. */
    private static final int ASKED = 20;

    private static final String ALL = "ingest,detect,sink,promote,api,pipes";
    private static final String LIVENESS = "/actuator/health/liveness";
    private static final String READINESS = "/actuator/health/readiness";

    private int pictures;

    @Test
    void aProcessWaitsForWhatItCannotBeginWithoutAndIsReadyWithoutAllElse(DevStack stack) throws IOException {
        // Given
        var table = ProbeTable.read();
        try (var engines = Engines.of(stack, "probes-start")) {
            Engines.NAMES.forEach(engines::refuse);
            // When
            try (var runtime = RuntimeProcess.start("probes-start", engines.settings())) {
                // Then
                for (var awaited : table.awaited()) {
                    await().atMost(PATIENCE).until(() -> runtime.output().contains("waiting for " + awaited));
                    assertThat(runtime.managementStatus(LIVENESS))
                            .as("nobody listens")
                            .isZero();
                    assertThat(runtime.isAlive()).isTrue();
                    engines.heal(awaited);
                }
                runtime.awaitReady();
                assertThat(runtime.managementStatus(LIVENESS)).isEqualTo(200);
                assertThat(runtime.output()).doesNotContain("waiting for Keycloak", "waiting for MLflow");
            }
        }
    }

    @Test
    void aProcessIsAliveAndReadyWhileAnEngineIsAwayAndGoesOnByItself(DevStack stack) throws IOException {
        // Given
        var table = ProbeTable.read();
        try (var engines = Engines.of(stack, "probes");
                var topics = new TopicWriter(engines.direct())) {
            // Nobody has an MLflow here: it is away all the time.
            engines.refuse("MLflow");
            try (var runtime = RuntimeProcess.start("probes", engines.settings(), "--sightline.stages=" + ALL)) {
                runtime.awaitReady();
                for (var engine : Engines.IN_ORDER) {
                    // When
                    engines.takeAway(engine);
                    try {
                        if (!engine.equals("Kafka")) {
                            send(topics);
                        }
                        // Then
                        Engines.gate(engine)
                                .ifPresent(gate -> await().atMost(PATIENCE).until(() -> runtime.metric(gate) == 0));
                        seeNoOtherAnswers(runtime, engine, table.answers(engine));
                    } finally {
                        // After a failure too: other tests have the same stack.
                        engines.bringBack(engine);
                    }
                    Engines.gate(engine)
                            .ifPresent(gate -> await().atMost(PATIENCE).until(() -> runtime.metric(gate) != 0));
                }
                assertThat(runtime.isAlive()).isTrue();
                assertThat(answers(runtime)).isEqualTo(table.answers("MLflow"));
                var database = new Database(engines.direct());
                await().atMost(PATIENCE).until(() -> database.count("inference") == pictures);
            }
        }
    }

    /** Liveness never answers otherwise, for Kubernetes would count it; readiness comes to what the table says. */
    private static void seeNoOtherAnswers(RuntimeProcess runtime, String engine, Map<String, Integer> expected) {
        for (int ask = 0; ask < ASKED; ask++) {
            assertThat(runtime.managementStatus(LIVENESS))
                    .as("while %s is away", engine)
                    .isEqualTo(expected.get("liveness"));
            await().pollDelay(A_WHILE.dividedBy(ASKED)).until(() -> true);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(answers(runtime))
                        .as("while %s is away", engine)
                        .isEqualTo(expected));
    }

    private void send(TopicWriter topics) {
        Stream.generate(() -> NumberedPicture.jpeg(pictures++))
                .limit(10)
                .forEach(picture -> topics.frame("camera-" + pictures % 4, picture));
        topics.flush();
    }

    private static Map<String, Integer> answers(RuntimeProcess process) {
        return Map.of(
                "liveness", process.managementStatus(LIVENESS),
                "readiness", process.managementStatus(READINESS));
    }
}
