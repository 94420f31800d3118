package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.live.OwnTimers;
import io.sightline.local.LocalRuntime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** What a Pipe reads from a topic of a real broker reaches its sink, whatever happens in between. */
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<String, String> settings;
    private final ConfigurableApplicationContext runtime;
    private final PipesFolder pipes;

    PipesIT(DevStack stack) {
        settings = stack.isolate("pipes");
        runtime = LocalRuntime.run(
                settings, "--sightline.stages=pipes", "--sightline.routes.directory=" + PipesFolder.make());
        pipes = PipesFolder.of(runtime);
    }

    @AfterAll
    void stop() {
        runtime.close();
    }

    /** Those that were done before are not repeated, those behind do not overtake it. */
    @Test
    void whatTheSinkRefusesInMidStreamComesAgainAndNothingElseDoes() throws Exception {
        // Given
        List<Integer> kept = new CopyOnWriteArrayList<>();
        Set<Integer> refused = ConcurrentHashMap.newKeySet();
        pipes.sink("refuses-some", exchange -> {
            int number = number(exchange);
            if (number % 70 == 13 && refused.add(number)) {
                throw new IllegalStateException("refused for once");
            }
            kept.add(number);
        });
        try (var topic = new OwnTopic(settings, "pipes.refused")) {
            topic.send(200);
            // When
            pipes.load("refused", pipe("refused", topic.name(), "uri: 'direct:refuses-some'"));
            // Then
            await().atMost(PATIENCE).until(() -> topic.committed("pipe-refused") == 200);
            pipes.remove("refused");
            assertThat(refused).hasSize(3);
            assertThat(kept).containsExactlyInAnyOrderElementsOf(numbers(200));
            for (int partition = 0; partition < 3; partition++) {
                int remainder = partition;
                assertThat(kept.stream().filter(number -> number % 3 == remainder))
                        .isSorted();
            }
        }
    }

    /** A group without a commit would begin at the end once more, behind the record. */
    @Test
    void aPipeThatBeginsAtTheEndOfItsTopicKeepsTheFirstThatFails() throws Exception {
        // Given
        List<Integer> seen = new CopyOnWriteArrayList<>();
        List<Integer> done = new CopyOnWriteArrayList<>();
        pipes.sink("refuses-the-first", exchange -> {
            seen.add(number(exchange));
            if (seen.size() == 1) {
                throw new IllegalStateException("refused for once");
            }
            done.add(number(exchange));
        });
        try (var topic = new OwnTopic(settings, "pipes.latest")) {
            pipes.load(
                    "latest",
                    pipe("latest", topic.name(), "uri: 'direct:refuses-the-first'")
                            .replace(
                                    "name: pipes.latest }",
                                    "name: pipes.latest }, properties: { autoOffsetReset: latest }"));
            // When: until the Pipe has found the end
            for (int number = 0; seen.isEmpty(); number++) {
                topic.send(String.valueOf(number));
            }
            // Then
            await().atMost(PATIENCE).until(() -> !done.isEmpty());
            pipes.remove("latest");
            assertThat(done).startsWith(seen.get(0));
        }
    }

    /** The Kamelet timer-source calls every timer the same. */
    @Test
    void eachPipeHasATimerOfItsOwn() {
        assertThat(runtime.getBean(CamelContext.class).getComponent("timer")).isInstanceOf(OwnTimers.class);
    }

    @Test
    void aPipeThatIsStoppedInMidStreamGoesOnWhereItWas() throws Exception {
        // Given
        var permits = new Semaphore(20);
        var done = new CopyOnWriteArrayList<Integer>();
        pipes.sink("waits", exchange -> {
            permits.acquire();
            done.add(number(exchange));
        });
        try (var topic = new OwnTopic(settings, "pipes.stopped")) {
            topic.send(500);
            var pipe = pipe("stopped", topic.name(), "uri: 'direct:waits'");
            pipes.load("stopped", pipe);
            await().atMost(PATIENCE).until(() -> done.size() == 20);
            // When
            var stopping = CompletableFuture.runAsync(() -> {
                try {
                    pipes.remove("stopped");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            var consumer =
                    runtime.getBean(CamelContext.class).getRoute("stopped").getConsumer();
            await().atMost(PATIENCE).until(() -> ((ServiceSupport) consumer).isSuspendingOrSuspended());
            permits.release(10_000);
            stopping.get();
            // Then
            assertThat(done).hasSizeLessThan(500);
            assertThat(topic.committed("pipe-stopped")).isEqualTo(done.size());
            pipes.load("stopped", pipe);
            await().atMost(PATIENCE).until(() -> topic.committed("pipe-stopped") == 500);
            pipes.remove("stopped");
            assertThat(done).containsAll(numbers(500));
        }
    }

    @Test
    void aWrongChangeMissesAndRepeatsNoRecord() throws Exception {
        var kept = new CopyOnWriteArrayList<Integer>();
        pipes.sink("keeps", exchange -> kept.add(number(exchange)));
        try (var topic = new OwnTopic(settings, "pipes.spoilt")) {
            // Given
            var pipe = pipe("spoilt", topic.name(), "uri: 'direct:keeps'");
            pipes.load("spoilt", pipe);
            topic.send(1000);
            // When
            pipes.spoil("spoilt", pipe.replace("sink:", "snik:"));
            topic.send(1000);
            // Then
            await().atMost(PATIENCE).until(() -> topic.committed("pipe-spoilt") == 2000);
            pipes.remove("spoilt");
            var expected = new ArrayList<>(numbers(1000));
            expected.addAll(numbers(1000));
            assertThat(kept).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    /** SIGKILL, again and again, between the sink and the commit too: some records come twice, none never. */
    @Tag("slow")
    @Test
    void aProcessThatIsKilledLosesNothing(@TempDir Path folder) throws Exception {
        try (var topic = new OwnTopic(settings, "pipes.killed");
                var copies = new OwnTopic(settings, "pipes.copies")) {
            // Given
            int all = 30_000;
            topic.send(all);
            var sink = "ref: { kind: KafkaTopic, apiVersion: kafka.strimzi.io/v1, name: pipes.copies }";
            Files.writeString(folder.resolve("killed.pipe.yaml"), pipe("killed", topic.name(), sink));
            // Whoever is killed still holds its turn for that long.
            String[] arguments = {
                "--sightline.stages=pipes", "--sightline.routes.directory=" + folder, "--sightline.pipes.lease=5s"
            };
            // When
            for (int life = 0; life < 3; life++) {
                int before = copies.size();
                try (var process = RuntimeProcess.start("pipe-killed-" + life, settings, arguments)) {
                    await().atMost(PATIENCE).until(() -> copies.size() > before + 500);
                    process.kill();
                }
                assertThat(topic.committed("pipe-killed")).isLessThan(all);
            }
            try (var process = RuntimeProcess.start("pipe-killed-last", settings, arguments)) {
                await().atMost(PATIENCE.multipliedBy(3)).until(() -> topic.committed("pipe-killed") == all);
                assertThat(process.isAlive()).isTrue();
            }
            // Then
            assertThat(copies.texts())
                    .containsAll(numbers(all).stream().map(String::valueOf).toList());
        }
    }

    private static String pipe(String name, String topic, String sink) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: { name: %s }
                spec:
                  source: { ref: { kind: KafkaTopic, apiVersion: kafka.strimzi.io/v1, name: %s } }
                  sink: { %s }
                """.formatted(name, topic, sink);
    }

    private static int number(Exchange exchange) {
        return exchange.getMessage().getBody(Integer.class);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }
}
