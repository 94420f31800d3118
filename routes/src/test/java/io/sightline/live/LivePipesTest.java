package io.sightline.live;

import static io.sightline.live.LiveFiles.greeter;
import static io.sightline.live.LiveFiles.kamelet;
import static io.sightline.live.LiveFiles.pipe;
import static io.sightline.live.LiveFiles.queueSource;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of files of Pipes. */
class LivePipesTest {
    private final LiveFiles files;

    LivePipesTest() throws Exception {
        files = new LiveFiles();
    }

    @AfterEach
    void close() {
        files.close();
    }

    /** Camel's own reload leaves the Kamelet of the former one running. */
    @Test
    void leavesNothingOfTheKameletThatAPipeBeganWith() throws Exception {
        var properties = "message: '%s', period: '5'";
        files.put("p.pipe.yaml", pipe("p", "timer-source", properties.formatted("one"), "seda:out"));
        try (var consumer = files.camel.createConsumerTemplate()) {
            assertThat(consumer.receiveBody("seda:out", String.class)).isEqualTo("one");

            files.put("p.pipe.yaml", pipe("p", "timer-source", properties.formatted("two"), "seda:out2"));

            assertThat(routes()).containsExactly("built-in", "p", "p-source");
            while (consumer.receiveBodyNoWait("seda:out") != null) {
                // What came before the change.
            }
            for (int number = 0; number < 20; number++) {
                assertThat(consumer.receiveBody("seda:out2", String.class)).isEqualTo("two");
            }
            assertThat(consumer.receiveBodyNoWait("seda:out")).isNull();
        }

        files.remove("p.pipe.yaml");

        assertThat(routes()).containsExactly("built-in");
        assertThat(files.camel.getEndpoints())
                .noneMatch(endpoint -> endpoint.getEndpointUri().matches("(kamelet|timer):.*"));
    }

    /** The Pipe of another Kamelet has none of what the former one still read. */
    @Test
    void readsOnWithTheKameletThatComesAfter() throws Exception {
        files.with("queue-source.kamelet.yaml", queueSource());
        files.put("p.pipe.yaml", pipe("p", "queue-source", "", "seda:first"));
        files.put("p.pipe.yaml", pipe("p", "queue-source", "", "seda:second"));

        try (var producer = files.camel.createProducerTemplate();
                var consumer = files.camel.createConsumerTemplate()) {
            for (int number = 0; number < 20; number++) {
                producer.sendBody("seda:in", number);
                assertThat(consumer.receiveBody("seda:second", Integer.class)).isEqualTo(number);
            }
            assertThat(consumer.receiveBodyNoWait("seda:first")).isNull();
        }
    }

    @Test
    void changesAKameletUnderTwentyPipes() {
        var names = IntStream.range(0, 20).mapToObj(number -> "user-" + number).toList();
        files.with("greet-action.kamelet.yaml", kamelet("one"));
        names.forEach(name -> files.with(name + ".pipe.yaml", greeter(name)));
        files.look();
        assertThat(names).allSatisfy(name -> assertThat(files.ask(name)).isEqualTo("one"));

        files.put("greet-action.kamelet.yaml", kamelet("two"));

        assertThat(names).allSatisfy(name -> assertThat(files.ask(name)).isEqualTo("two"));
        assertThat(files.live.states()).hasSize(21).allMatch(state -> state.condition() == Condition.LIVE);
        assertThat(routes()).hasSize(41);

        files.put(
                "greet-action.kamelet.yaml",
                kamelet("three").replace("setBody: {constant: 'three'}", "process: {ref: nobody}"));

        assertThat(files.condition("greet-action.kamelet.yaml")).isEqualTo(Condition.FAILED);
        assertThat(names).allSatisfy(name -> assertThat(files.ask(name)).isEqualTo("two"));
        assertThat(routes()).hasSize(41);
    }

    @Test
    void leavesAPipeAloneWhoseNameASecondFileTakes() {
        files.with("greet-action.kamelet.yaml", kamelet("one"));
        files.put("first.pipe.yaml", greeter("same"));
        var route = files.camel.getRoute("same");

        files.put("a-second.pipe.yaml", greeter("same").replace("direct:same", "direct:other"));

        assertThat(files.condition("a-second.pipe.yaml")).isEqualTo(Condition.INVALID);
        assertThat(files.state("a-second.pipe.yaml").message())
                .contains("the name of a Pipe 'same' is taken", "first.pipe.yaml");
        assertThat(files.condition("first.pipe.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.camel.getRoute("same")).isSameAs(route);

        files.remove("first.pipe.yaml");

        assertThat(files.condition("a-second.pipe.yaml")).isEqualTo(Condition.LIVE);
        assertThat(files.ask("other")).isEqualTo("one");
    }

    @Test
    void runsEachPipeOfAFileThatHoldsSeveral() {
        files.with("greet-action.kamelet.yaml", kamelet("one"));
        files.put("several.pipe.yaml", greeter("a") + "---\n" + greeter("b"));
        assertThat(files.ask("a")).isEqualTo("one");
        assertThat(files.ask("b")).isEqualTo("one");

        files.put("several.pipe.yaml", greeter("b") + "---\n" + greeter("c"));

        assertThat(files.ask("b")).isEqualTo("one");
        assertThat(files.ask("c")).isEqualTo("one");
        assertThat(routes()).containsExactly("b", "b-step-1", "built-in", "c", "c-step-1");
    }

    private List<String> routes() {
        return files.camel.getRoutes().stream().map(Route::getId).sorted().toList();
    }
}
