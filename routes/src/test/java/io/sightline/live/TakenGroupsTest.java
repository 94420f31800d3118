package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.kamelet;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.command.RuntimeSurroundings;
import io.sightline.integration.ConsumerGroups;
import io.sightline.integration.FileState.Condition;
import io.sightline.integration.Validator;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever reads Kafka, by whatever means, joins no consumer group of a built-in route. */
class TakenGroupsTest {
    private static final String READER =
            "from(\"kafka:orders?brokers=localhost:1&groupId=\" + %s).routeId(%s).log(\"x\");";

    @Test
    void leavesTheGroupOfABuiltInRouteToItWhateverComputesIt() throws Exception {
        try (var files = new LiveFiles()) {
            files.put("Maker.java", java("Maker", READER.formatted(computed("of-built-in"), computed("mine"))));

            assertThat(files.condition("Maker.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Maker.java").message())
                    .contains("the consumer group 'of-built-in' is that of the built-in route 'built-in-reader'")
                    .contains("choose another groupId");
        }
    }

    @Test
    void leavesTheGroupOfABuiltInRouteToItWhenAKameletHasIt() throws Exception {
        try (var files = new LiveFiles()) {
            var reader = kamelet("x")
                    .replace("greet-action", "read-source")
                    .replace("type: action", "type: source")
                    .replace("kamelet:source", "kafka:orders?brokers=localhost:1&groupId={{of:of-built-in}}");
            files.with("read-source.kamelet.yaml", reader)
                    .put("a.camel.yaml", "- route: {id: a, from: {uri: 'kamelet:read-source/b', steps: [{log: x}]}}");

            assertThat(files.condition("a.camel.yaml")).isNotEqualTo(Condition.LIVE);
            assertThat(files.state("a.camel.yaml").message()
                            + files.state("read-source.kamelet.yaml").message())
                    .contains("'of-built-in' is that of the built-in route");
        }
    }

    /** What is polled is made while the route runs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "poll(%s, 1)",
                "poll(\"${body}\", 1)",
                "pollEnrich(%s, 1)",
                "pollEnrich().simple(\"${body}\").timeout(1)"
            })
    void leavesTheGroupOfABuiltInRouteToItWhoeverPollsWithIt(String step) throws Exception {
        try (var files = new LiveFiles()) {
            var uri = "\"kafka:orders?brokers=localhost:1&groupId=\" + " + computed("of-built-in");
            files.put(
                    "Maker.java",
                    java("Maker", "from(\"direct:a\").routeId(\"a\")." + step.formatted(uri) + ".log(\"x\");"));
            assertThat(files.condition("Maker.java")).isEqualTo(Condition.LIVE);

            var answer = files.camel
                    .createFluentProducerTemplate()
                    .to("direct:a")
                    .withBody("kafka:orders?brokers=localhost:1&groupId=of-built-in")
                    .send();

            assertThat(answer.getException())
                    .hasStackTraceContaining("the consumer group 'of-built-in' is that of the built-in route");
        }
    }

    /** Its code makes the endpoint before there is a route. */
    @Test
    void aFileOfJavaThatReplacesABuiltInRouteMayMakeAnEndpointOfItsGroup() throws Exception {
        try (var files = new LiveFiles()) {
            var begin = "from(endpoint(\"kafka:in?brokers=localhost:1&groupId=of-built-in\")).autoStartup(false)";

            files.put("Mine.java", java("Mine", begin + ".routeId(\"built-in-reader\").log(\"x\");"));

            assertThat(files.condition("Mine.java"))
                    .as(files.state("Mine.java").message())
                    .isEqualTo(Condition.LIVE);

            files.put("Mine.java", java("Mine", begin + ".routeId(\"mine\").log(\"x\");"));

            assertThat(files.state("Mine.java").message())
                    .contains("the consumer group 'of-built-in' is that of the built-in route 'built-in-reader'");
        }
    }

    @Test
    void whatReplacesABuiltInRouteMayHaveItsGroup() {
        var groups =
                new Validator(RuntimeSurroundings.of(getClass().getClassLoader(), Set.of(), Set.of())).builtInGroups();

        assertThat(groups)
                .isEqualTo(new ConsumerGroups(Map.of(
                        "sightline-ingest", "ingest-frames",
                        "sightline-detect", "detect-frames",
                        "sightline-sink-claims", "sink-claims",
                        "sightline-sink-inferences", "sink-inferences",
                        "sightline-sink-dead-letters", "sink-dead-letters")));
        assertThat(groups.refusal("sightline-ingest", "ingest-frames")).isEmpty();
        assertThat(groups.refusal("sightline-ingest", "detect-frames")).isPresent();
        assertThat(groups.refusal("mine", "mine")).isEmpty();
    }

    private static String computed(String text) {
        return "System.getProperty(\"none\", \"" + text + "\")";
    }
}
