package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.pipeline.RuntimeProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the packaged runtime that run the Pipes of one folder, each Pipe in one of them. */
@Tag("slow")
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipeTurnsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TICKS = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: %1$s}
            spec: {source: {uri: 'timer:%1$s?delay=0&period=100'}, sink: {uri: 'log:pipe-%1$s'}}
            """;
    private static final String SLOW = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: slow}
            spec:
              source: {uri: 'timer:slow?delay=0&repeatCount=1'}
              steps:
              - uri: log:pipe-begun
              - ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: delay-action}
                properties: {milliseconds: '8000'}
              sink: {uri: log:pipe-ended}
            """;

    private Map<String, String> settings = Map.of();

    @BeforeAll
    void isolate(DevStack stack) {
        settings = stack.isolate("pipe-turns");
    }

    /** The lease is longer than anybody waits here: what another process gets was given back. */
    @Test
    void aProcessThatEndsTakesNothingAnyMoreAndGivesBackWhatItHadWhenThatHasEnded(@TempDir Path folder)
            throws Exception {
        put(folder, "ticks", TICKS.formatted("ticks"));
        try (var first = start("first", folder)) {
            put(folder, "slow", SLOW);
            await().atMost(PATIENCE).until(() -> has(first, "begun") && has(first, "ticks"));
            assertThat(isHeld("slow")).isTrue();
            // When
            first.terminate();
            put(folder, "late", TICKS.formatted("late"));
            // Then
            await().atMost(PATIENCE).until(() -> {
                boolean isHeld = isHeld("slow");
                assertThat(isHeld || has(first, "ended"))
                        .as("held until what has begun ends")
                        .isTrue();
                return !first.isAlive();
            });
            assertThat(has(first, "ended")).isTrue();
            assertThat(first.output()).doesNotContain("late.pipe.yaml");
        }
        assertThat(isHeld("slow") || isHeld("ticks")).isFalse();
        try (var next = start("next", folder)) {
            await().atMost(PATIENCE).until(() -> has(next, "ticks") && has(next, "late"));
        }
    }

    private RuntimeProcess start(String name, Path folder) {
        return RuntimeProcess.start(
                        "pipe-turns-" + name,
                        settings,
                        "--sightline.stages=pipes",
                        "--sightline.pipes.lease=60m",
                        "--sightline.routes.directory=" + folder)
                .awaitReady();
    }

    private static void put(Path folder, String name, String text) throws Exception {
        Files.writeString(folder.resolve(name + ".pipe.yaml"), text);
    }

    private static boolean has(RuntimeProcess process, String logger) {
        return process.output().contains(" pipe-" + logger + " ");
    }

    private boolean isHeld(String pipe) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        settings.get("spring.datasource.url"),
                        settings.get("spring.datasource.username"),
                        settings.get("spring.datasource.password"));
                var statement = connection.prepareStatement("select from lease where name = ?")) {
            statement.setString(1, "pipe pipes/" + pipe);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
