package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static io.sightline.live.LiveFiles.kamelet;
import static io.sightline.live.LiveFiles.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An id that a Kamelet is called with is taken for this use of it, whatever calls it. */
class KameletIdsTest {
    private static final String COMPUTED = "\"kamelet:greet-action/\" + System.getProperty(\"none\", \"%s\")";
    private static final String ANY = java(
            "Any",
            "from(\"direct:any\").routeId(\"any\").toD(\"kamelet:\" + System.getProperty(\"none\", \"\") + \"${body}\", -1);");

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "to(%s)",
                "toD(%s)",
                "wireTap(%s)",
                "enrich(%s)",
                "poll(%s)",
                "pollEnrich(%s)",
                "recipientList(constant(%s))",
                "routingSlip(constant(%s))",
                "kamelet((%s).substring(8))",
                "choice().when(constant(true)).log(\"x\").otherwise().toD(%s).end()",
                "doTry().log(\"x\").doCatch(Exception.class).toD(%s).end()",
                "onException(Exception.class).toD(%s).end()"
            })
    void ofNewFilesThatCallKameletsByOneIdOneRuns(String step) throws Exception {
        try (var files = new LiveFiles()) {
            files.put("greet-action.kamelet.yaml", kamelet("hello"));
            for (var name : List.of("First", "Second", "Third")) {
                var id = name.equals("Second") ? "other" : "same";
                var line = "from(\"direct:%1$s\").routeId(\"%1$s\").%2$s.log(\"x\");"
                        .formatted(name, step.formatted(COMPUTED.formatted(id)));
                files.with(name + ".java", java(name, line));
            }

            files.look();

            assertThat(files.condition("First.java"))
                    .as(files.state("First.java").message())
                    .isEqualTo(Condition.LIVE);
            assertThat(files.condition("Second.java")).isEqualTo(Condition.LIVE);
            assertThat(files.condition("Third.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Third.java").message()).contains("the route id 'same' is taken");

            files.remove("First.java");
            files.put("Third.java", files.text("Third.java") + " ");
            assertThat(files.condition("Third.java")).isEqualTo(Condition.LIVE);
        }
    }

    @Test
    void findsIdsWhereverTheyStand() throws Exception {
        var builder = new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:a")
                        .errorHandler(deadLetterChannel("kamelet:a-sink/dead"))
                        .circuitBreaker()
                        .log("x")
                        .onFallback()
                        .to("kamelet:a-sink/{{none:fallback}}?x=1")
                        .end()
                        .kamelet("an-action/step")
                        .end()
                        .recipientList(constant("log:x,kamelet:a-sink/one,kamelet:a-sink/two?x=1"))
                        .toD("kamelet:a-sink/${body}")
                        .setBody(constant("kamelet:a-sink/told"))
                        .filter(simple("${body} == 'kamelet:a-sink/asked'"))
                        .end()
                        .to("kamelet:b-sink?x=1&routeId=given&y=2");
            }
        };
        try (var context = new DefaultCamelContext()) {
            builder.configureRoutes(context);

            assertThat(NamedKamelets.of(builder.getRoutes().getRoutes().get(0)).ids(context))
                    .containsExactlyInAnyOrder("dead", "fallback", "step", "one", "two", "given");
        }
    }

    @Test
    void findsIdsInRouteConfigurations() throws Exception {
        var builder = new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                var mine = routeConfiguration("mine");
                mine.errorHandler(deadLetterChannel("kamelet:a-sink/dead"));
                mine.onException(Exception.class)
                        .filter(constant(true))
                        .to("kamelet:a-sink/inside")
                        .end();
                mine.onCompletion().to("kamelet:a-sink/{{none:completed}}");
                mine.intercept().to("kamelet:a-sink/step");
                mine.interceptFrom().to("kamelet:a-sink/from");
            }
        };
        try (var context = new DefaultCamelContext()) {
            builder.addRouteConfigurationsToCamelContext(context);
            var made = builder.getRouteConfigurationCollection()
                    .getRouteConfigurations()
                    .get(0);

            assertThat(NamedKamelets.of(made).ids(context))
                    .containsExactlyInAnyOrder("dead", "inside", "completed", "step", "from");
        }
    }

    @Test
    void aRouteConfigurationLeavesABuiltInRouteToItself() throws Exception {
        try (var files = new LiveFiles()) {
            files.with("greet-action.kamelet.yaml", kamelet("hello"))
                    .put(
                            "a.camel.yaml",
                            "- routeConfiguration: {id: mine, onException: [{onException: {exception:"
                                    + " [java.lang.Exception], steps: [{to: 'kamelet:greet-action/{{none:built-in}}'}]}}]}");

            assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.FAILED);
            assertThat(files.state("a.camel.yaml").message()).contains("'built-in' is a built-in route");
            assertThat(files.ask("built-in")).isEqualTo("built in");
        }
    }

    /** The second exchange would fail: its Kamelet is another use of the id. */
    @Test
    void refusesParametersThatChangeWithAnIdWhateverComputesTheCall() throws Exception {
        try (var files = new LiveFiles()) {
            var call = ".toD(" + COMPUTED.formatted("fixed") + " + \"?x=${body}\");";
            files.with("greet-action.kamelet.yaml", kamelet("hello"))
                    .put("Any.java", java("Any", "from(\"direct:any\").routeId(\"any\")" + call));

            assertThat(files.condition("Any.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Any.java").message())
                    .contains("'x' is an expression", "hand over in a header what changes");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{toD: 'kamelet:log-action/a?level=${header.l}'} | true",
                "{toD: 'kamelet:log-action?level=${header.l}'} | false",
                "{toD: 'log:a?level=${header.l}'} | false",
                "{to: 'kamelet:log-action/a?loggerName=${routeId}'} | false",
                "{wireTap: {uri: 'kamelet:log-action/a?level=${header.l}'}} | true",
                "{wireTap: {uri: 'kamelet:log-action/a?loggerName=${routeId}', dynamicUri: false}} | false",
                "{enrich: {simple: 'kamelet:log-action/a?level=${header.l}'}} | true",
                "{enrich: {constant: 'kamelet:log-action/a?loggerName=${routeId}'}} | false",
                "{poll: 'kamelet:timer-source/a?message=${body}'} | true"
            })
    void findsParametersThatChangeWithAnId(String step, boolean isFound) {
        assertThat(errors(step).stream().filter(error -> error.contains("is an expression")))
                .hasSize(isFound ? 1 : 0);
    }

    @Test
    void ofNewFilesThatCallKameletsByTemplatesOneRuns() throws Exception {
        try (var files = new LiveFiles()) {
            files.with("greet-action.kamelet.yaml", kamelet("hello"))
                    .put(
                            "maker.camel.yaml",
                            "- routeTemplate: {id: maker, parameters: [{name: called}], from: {uri: 'direct:{{called}}',"
                                    + " steps: [{toD: 'kamelet:greet-action/{{called}}'}]}}");
            var use =
                    "- templatedRoute: {routeTemplateRef: maker, routeId: %s, parameters: [{name: called, value: same}]}";

            files.with("a.camel.yaml", use.formatted("a")).put("b.camel.yaml", use.formatted("b"));

            assertThat(files.condition("a.camel.yaml")).isEqualTo(Condition.LIVE);
            assertThat(files.condition("b.camel.yaml")).isEqualTo(Condition.FAILED);
        }
    }

    @Test
    void leavesTheRouteOfAKameletToItselfWhenAnotherUseHasItsId() throws Exception {
        try (var files = new LiveFiles()) {
            files.with("greet-action.kamelet.yaml", kamelet("hello"))
                    .with("other-action.kamelet.yaml", kamelet("other").replace("greet-action", "other-action"))
                    .put("Any.java", ANY);

            assertThat(call(files, "greet-action/free").getMessage().getBody()).isEqualTo("hello");
            assertThat(call(files, "other-action/free").getException())
                    .hasStackTraceContaining("the route id 'free' is taken");
            assertThat(call(files, "greet-action/free").getMessage().getBody()).isEqualTo("hello");

            // Of endpoints that expressions name Camel keeps the last ones alone.
            files.camel.removeEndpoints("kamelet:*");
            assertThat(call(files, "greet-action/free").getMessage().getBody()).isEqualTo("hello");
        }
    }

    @Test
    void takesOutWhatAKameletBecameWhenItWasFirstUsed() throws Exception {
        try (var files = new LiveFiles()) {
            var caller = "- route: {id: a, from: {uri: 'direct:a', steps: [{toD: 'kamelet:greet-action/fixed?x=%s'}]}}";
            files.with(
                            "greet-action.kamelet.yaml",
                            kamelet("hello {{x}}")
                                    .replace(
                                            "type: object",
                                            "type: object, properties: {x: {title: X, description: X, type: string}}"))
                    .put("a.camel.yaml", caller.formatted(1));
            assertThat(files.ask("a")).isEqualTo("hello 1");

            files.put("a.camel.yaml", caller.formatted(2));
            assertThat(files.ask("a")).isEqualTo("hello 2");

            files.remove("a.camel.yaml");
            files.put("b.camel.yaml", route("fixed", "mine"));
            assertThat(files.condition("b.camel.yaml"))
                    .as(files.state("b.camel.yaml").message())
                    .isEqualTo(Condition.LIVE);
            assertThat(files.ask("fixed")).isEqualTo("mine");
        }
    }

    @Test
    void findsAKameletThatOneFileCallsByOneIdWithOtherParameters() {
        var steps = "{to: 'kamelet:log-action/a?%s'}, {to: 'kamelet:log-action/a?%s'}";

        assertThat(errors(steps.formatted("level=INFO", "level=WARN")))
                .singleElement()
                .asString()
                .contains("'log-action' becomes a route of the id 'a', which is taken");
        assertThat(errors(steps.formatted("level=INFO", "level=INFO"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{enrich: {constant: 'kamelet:log-action/built-in'}}",
                "{enrich: {simple: {expression: 'kamelet:log-action/built-in'}}}",
                "{pollEnrich: {constant: 'kamelet:timer-source/built-in?message=x'}}",
                "{poll: 'kamelet:timer-source/built-in?message=x'}"
            })
    void findsAnIdOfABuiltInRouteWhereverAKameletIsCalled(String step) {
        assertThat(errors(step)).singleElement().asString().contains("'built-in', which is taken by a built-in route");
    }

    private static List<String> errors(String steps) {
        var surroundings = Surroundings.of(KameletIdsTest.class.getClassLoader())
                .withBuiltIn(List.of(file("built-in.camel.yaml", route("built-in", "x"))), Set.of());
        var text = "- route: {id: a-route, from: {uri: 'direct:a', steps: [" + steps + "]}}";
        return new Validator(surroundings)
                .validate(List.of(file("a.camel.yaml", text))).stream()
                        .map(Object::toString)
                        .filter(finding -> finding.contains(": error: "))
                        .toList();
    }

    private static SourceFile file(String name, String text) {
        return new SourceFile(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Exchange call(LiveFiles files, String kamelet) {
        return files.camel
                .createFluentProducerTemplate()
                .to("direct:any")
                .withBody(kamelet)
                .send();
    }
}
