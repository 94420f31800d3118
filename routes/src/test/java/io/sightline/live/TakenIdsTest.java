package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.kamelet;
import static io.sightline.live.LiveFiles.pipe;
import static io.sightline.live.LiveFiles.queueSource;
import static io.sightline.live.LiveFiles.route;
import static io.sightline.live.LiveFiles.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever makes a route, by whatever means, takes the id of no other one that runs. */
class TakenIdsTest {
    /** No text that the file's judge could read. */
    private static final String COMPUTED = "System.getProperty(\"none\", \"%s\")";

    static Stream<String> makers() {
        var template = "routeTemplate(\"maker\").from(\"direct:made\").log(\"x\");";
        return Stream.of(
                template + "templatedRoute(\"maker\").routeId(%s);",
                "from(\"direct:user\").routeId(\"user\").to(\"kamelet:greet-action/\" + %s);",
                "from(\"direct:user\").routeId(\"user\").to(\"kamelet:greet-action?routeId=\" + %s);");
    }

    @ParameterizedTest
    @MethodSource("makers")
    void leavesABuiltInRouteToItself(String maker) throws Exception {
        try (var files = new LiveFiles()) {
            files.put("greet-action.kamelet.yaml", kamelet("hello"));

            files.put("Maker.java", java("Maker", maker.formatted(COMPUTED.formatted("built-in"))));

            assertThat(files.condition("Maker.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Maker.java").message()).contains("'built-in' is a built-in route");
            assertThat(files.ask("built-in")).isEqualTo("built in");
        }
    }

    @ParameterizedTest
    @MethodSource("makers")
    void leavesTheRouteOfAnotherFileToItself(String maker) throws Exception {
        try (var files = new LiveFiles()) {
            files.with("greet-action.kamelet.yaml", kamelet("hello")).put("a.camel.yaml", route("a", "one"));

            files.put("Maker.java", java("Maker", maker.formatted(COMPUTED.formatted("a"))));

            assertThat(files.condition("Maker.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Maker.java").message()).contains("the route id 'a' is taken");
            assertThat(files.ask("a")).isEqualTo("one");
        }
    }

    @Test
    void leavesABuiltInRouteToItselfWhenAnOperationOfRestHasItsId() throws Exception {
        try (var files = new LiveFiles()) {
            files.put(
                    "rest.camel.yaml",
                    "- rest: {path: /mine, note: 'sightline.public: true', get: [{id: built-in, to: 'direct:b'}]}\n"
                            + route("b", "b"));

            assertThat(files.condition("rest.camel.yaml")).isEqualTo(Condition.FAILED);
            assertThat(files.state("rest.camel.yaml").message()).contains("'built-in' is a built-in route");
            assertThat(files.ask("built-in")).isEqualTo("built in");
        }
    }

    /** Camel numbers them in each context anew. */
    @Test
    void takesNumbersOfOperationsForNoIds() throws Exception {
        try (var files = new LiveFiles()) {
            files.camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    for (var id : List.of("get1", "route1", "rest1", "verb1")) {
                        from("direct:" + id).routeId(id).log("x");
                    }
                }
            });

            files.put(
                    "rest.camel.yaml",
                    "- rest: {path: /mine, note: 'sightline.public: true', get: [{to: 'direct:b'}]}\n"
                            + route("b", "b"));

            assertThat(files.state("rest.camel.yaml").message()).doesNotContain("is taken");
        }
    }

    @Test
    void leavesAGuardedRouteToItselfWhateverComputesItsId() throws Exception {
        try (var files = new LiveFiles("built-in")) {
            var id = COMPUTED.formatted("built-in");

            files.put("Maker.java", java("Maker", "from(\"direct:mine\").routeId(" + id + ").log(\"x\");"));

            assertThat(files.condition("Maker.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Maker.java").message()).contains("guards something");
            assertThat(files.ask("built-in")).isEqualTo("built in");
        }
    }

    @Test
    void givesABuiltInRouteItsPlaceBackWhenAPlaceholderHasNamedIt() throws Exception {
        try (var files = new LiveFiles()) {
            files.put("a.camel.yaml", route("a", "mine").replace("id: a", "id: '{{none:built-in}}'"));
            assertThat(files.ask("a")).isEqualTo("mine");
            assertThat(files.state("a.camel.yaml").message()).contains("replaces the built-in built-in");

            files.remove("a.camel.yaml");

            assertThat(files.ask("built-in")).isEqualTo("built in");
        }
    }

    @Test
    void leavesAGuardedRouteToItselfWhenItsIdIsSaidToBeGenerated() throws Exception {
        try (var files = new LiveFiles("built-in")) {
            files.put(
                    "Maker.java",
                    java(
                            "Maker",
                            "var mine = from(\"direct:mine\"); mine.log(\"x\"); mine.setGeneratedId(\"built-in\");"));

            assertThat(files.condition("Maker.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Maker.java").message()).contains("guards something");
            assertThat(files.ask("built-in")).isEqualTo("built in");
        }
    }

    /** Camel has one without an id count for all routes. */
    @ParameterizedTest
    @ValueSource(strings = {"System.getProperty(\"none\")", "\" \"", "\"{{none:}}\""})
    void refusesARouteConfigurationWithoutAnIdWhateverComputesThat(String id) throws Exception {
        try (var files = new LiveFiles()) {
            files.put(
                    "Maker.java",
                    java("Maker", "")
                            .replace("RouteBuilder", "RouteConfigurationBuilder")
                            .replace("configure()", "configuration()")
                            .replace(
                                    "        \n",
                                    "routeConfiguration(" + id + ").onException(Exception.class).handled(true);\n"));

            assertThat(files.condition("Maker.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Maker.java").message()).contains("without an id counts for all routes");
        }
    }

    /** One of the class path, which nobody has used yet, and one of a file. */
    @ParameterizedTest
    @ValueSource(strings = {"log-sink", "greet-action"})
    void leavesAKameletToItselfWhenATemplateHasItsName(String kamelet) throws Exception {
        try (var files = new LiveFiles()) {
            files.with("greet-action.kamelet.yaml", kamelet("hello"))
                    .put("a.camel.yaml", user("a", "kamelet:greet-action/of-a"));

            files.put(
                    "Maker.java",
                    java(
                            "Maker",
                            "routeTemplate(" + COMPUTED.formatted(kamelet) + ").from(\"direct:made\").log(\"x\");"));

            assertThat(files.condition("Maker.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Maker.java").message()).contains("'" + kamelet + "' is taken by a Kamelet");
            assertThat(files.ask("a")).isEqualTo("hello");
        }
    }

    @Test
    void leavesRoutesToThemselvesWhenAnExpressionHasTheirIds() throws Exception {
        try (var files = new LiveFiles()) {
            var line = "from(\"direct:any\").routeId(\"any\").toD(\"kamelet:\" + " + COMPUTED.formatted("greet-action/")
                    + " + \"${body}\");";
            files.with("Any.java", java("Any", line))
                    .with("b.camel.yaml", route("b", "mine"))
                    .put("greet-action.kamelet.yaml", kamelet("hello"));

            for (var id : List.of("built-in", "b", "free")) {
                var answer = files.camel
                        .createFluentProducerTemplate()
                        .to("direct:any")
                        .withBody(id)
                        .send();
                var failure = answer.getException();
                if (id.equals("free")) {
                    assertThat(failure).isNull();
                } else {
                    assertThat(failure).hasStackTraceContaining("the route id '" + id + "' is taken");
                }
            }

            assertThat(files.ask("built-in")).isEqualTo("built in");
            assertThat(files.ask("b")).isEqualTo("mine");
        }
    }

    static Stream<String> named() {
        var template = "- routeTemplate: {id: maker, from: {uri: 'direct:made', steps: [{log: x}]}}\n";
        return Stream.of(
                template + "- templatedRoute: {routeTemplateRef: maker, routeId: built-in}\n",
                pipe("built-in", "queue-source", "", "log:x"),
                pipe("mine", "queue-source", "routeId: built-in", "log:x"));
    }

    /** A route may take the place of one that guards nothing, since it says so by its id. */
    @ParameterizedTest
    @MethodSource("named")
    void refusesThatAPipeOrATemplateReplacesABuiltInRoute(String text) throws Exception {
        try (var files = new LiveFiles()) {
            files.with("queue-source.kamelet.yaml", queueSource()).put("a.yaml", text);

            assertThat(files.condition("a.yaml")).isEqualTo(Condition.INVALID);
            assertThat(files.state("a.yaml").message()).contains("'built-in'");
            assertThat(files.ask("built-in")).isEqualTo("built in");
        }
    }

    @Test
    void takesTheNameOfAPipeForAnIdAndThoseOfItsKamelets() throws Exception {
        try (var files = new LiveFiles()) {
            files.with("queue-source.kamelet.yaml", queueSource())
                    .put("mine.pipe.yaml", pipe("mine", "queue-source", "", "log:x"));

            files.with("a.camel.yaml", route("mine", "one")).put("b.camel.yaml", route("mine-source", "two"));

            assertThat(files.condition("mine.pipe.yaml")).isEqualTo(Condition.LIVE);
            assertThat(files.state("a.camel.yaml").message()).contains("'mine' is taken", "mine.pipe.yaml:3");
            assertThat(files.condition("b.camel.yaml")).isNotEqualTo(Condition.LIVE);
        }
    }

    @ParameterizedTest
    @MethodSource("makers")
    void letsOneOfTheFilesRunThatComeTogetherWithOneId(String maker) throws Exception {
        try (var files = new LiveFiles()) {
            files.put("greet-action.kamelet.yaml", kamelet("hello"));
            for (var name : List.of("First", "Second", "Third", "Fourth")) {
                var id = name.equals("First") || name.equals("Fourth") ? "same" : name;
                var lines = maker.formatted(COMPUTED.formatted(id))
                        .replace("\"user\"", "\"user-" + name + "\"")
                        .replace("direct:user", "direct:user-" + name)
                        .replace("direct:made", "direct:made-" + name)
                        .replace("\"maker\"", "\"maker-" + name + "\"");
                files.with(name + ".java", java(name, lines));
            }

            files.look();

            assertThat(List.of("First.java", "Second.java", "Third.java"))
                    .allSatisfy(file -> assertThat(files.condition(file)).isEqualTo(Condition.LIVE));
            assertThat(files.condition("Fourth.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Fourth.java").message()).contains("the route id 'same' is taken");
        }
    }

    @Test
    void givesAnIdOnThatItsFileLeavesBehind() throws Exception {
        try (var files = new LiveFiles()) {
            files.put("a.camel.yaml", route("a", "one"));
            var line = "from(\"direct:a\").routeId(" + COMPUTED.formatted("a") + ").setBody(constant(\"two\"));";

            files.with("Maker.java", java("Maker", line)).with("b.camel.yaml", route("b", "b"));
            files.remove("a.camel.yaml");

            assertThat(files.condition("Maker.java")).isEqualTo(Condition.LIVE);
            assertThat(files.ask("a")).isEqualTo("two");
        }
    }

    /** Else both would count for the routes that name it. */
    @Test
    void aRouteConfigurationOfJavaTakesThePlaceOfABuiltInOne() throws Exception {
        try (var files = new LiveFiles()) {
            files.put(
                    "Mine.java",
                    java(
                                    "Mine",
                                    "routeConfiguration(" + COMPUTED.formatted("built-in-policy")
                                            + ").onException(Exception.class).handled(true);")
                            .replace("RouteBuilder", "RouteConfigurationBuilder")
                            .replace("configure()", "configuration()"));

            assertThat(files.state("Mine.java").message()).isEqualTo("replaces the built-in built-in-policy");
            assertThat(files.configurations("built-in-policy")).hasSize(1);

            files.remove("Mine.java");

            assertThat(files.configurations("built-in-policy")).hasSize(1);
        }
    }
}
