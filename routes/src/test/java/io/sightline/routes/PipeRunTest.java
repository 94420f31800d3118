package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sightline.integration.PipeTranslator;
import io.sightline.integration.Severity;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Pipes become routes that Camel runs with Apache's own Kamelets. */
class PipeRunTest {
    private static final Validator VALIDATOR = new Validator(Surroundings.of(PipeRunTest.class.getClassLoader()));
    private static final String TIMER = """
            source:
              ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source }
              properties: { message: %s, repeatCount: 1 }
            """;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicInteger attempts = new AtomicInteger();

    @BeforeEach
    void start() throws Exception {
        context.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fails").errorHandler(noErrorHandler()).process(exchange -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("wanted");
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        context.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a&b",
                "a?b=c&d",
                "100%",
                "%41 %25 %zz",
                "a+b",
                "say \"it's\"",
                "two\nlines\n\tand a tab",
                "grüße 日本 🙂",
                "no\u00a0break",
                "a(b)&c",
                "a)&b}&c%25",
                "ends with )",
                "C:\\path\\{x}",
                "#hash",
                "key: value # no comment"
            })
    void aValueArrivesAsItIsWritten(String value) throws Exception {
        assertThat(given(quoted(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a&b=c", "100% + 41%25", "p?)&x", "two\nlines"})
    void aPlaceholderStandsForWhatIsSetAndIsNotInTheText(String secret) throws Exception {
        var properties = new Properties();
        properties.setProperty("mine.secret", secret);
        context.getPropertiesComponent().setInitialProperties(properties);

        assertThat(given("'{{mine.secret}}'")).isEqualTo(secret);

        assertThat(PipeTranslator.translate(keeping("'{{mine.secret}}'")).get(0).text())
                .contains("{{mine.secret}}")
                .doesNotContain(secret);
    }

    @Test
    void stepsRunInTheirOrderAndEachHasItsOwnValues() throws Exception {
        var out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedBodiesReceived("a&b, then c");
        out.expectedHeaderReceived("first", "1 + 1 = 100%");
        out.expectedHeaderReceived("second", "2");

        load(pipe("mine", TIMER.formatted("start"), """
                  steps:
                    - ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: insert-header-action }
                      properties: { name: first, value: "1 + 1 = 100%" }
                    - ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: insert-header-action }
                      properties: { name: second, value: 2 }
                    - ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: set-body-action }
                      properties: { value: "a&b, then c" }
                  sink: { uri: 'mock:out' }
                """));

        out.assertIsSatisfied();
        assertThat(context.getRoutes())
                .extracting(Route::getId)
                .contains("mine", "mine-source", "mine-step-1", "mine-step-2", "mine-step-3");
    }

    @Test
    void pipesOfOneSourceRunBesideEachOther() throws Exception {
        for (var name : new String[] {"one", "two"}) {
            context.getEndpoint("mock:" + name, MockEndpoint.class).expectedBodiesReceived("hello");
            load(pipe(name, TIMER.formatted("hello"), "sink: { uri: 'mock:" + name + "' }"));
        }

        MockEndpoint.assertIsSatisfied(context);
    }

    @Test
    void aSinkCanBeAKamelet() throws Exception {
        var lines = linesOf("pipe.out");

        load(pipe("mine", "source: { uri: 'direct:in' }", """
                  sink:
                    ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: log-sink }
                    properties: { loggerName: pipe.out }
                """));
        context.createProducerTemplate().sendBody("direct:in", "to be logged");

        assertThat(lines.list).anyMatch(line -> line.getFormattedMessage().contains("to be logged"));
    }

    @Test
    void withoutAnErrorHandlerAFailureIsTheCallersAtOnce() throws Exception {
        load(failing("errorHandler: { none: {} }"));

        assertThat(thrown()).hasRootCauseMessage("wanted");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void logTriesAgainAsOftenAsItSays() throws Exception {
        load(failing("errorHandler: { log: { parameters: { maximumRedeliveries: 2, redeliveryDelay: 1 } } }"));

        assertThat(thrown()).hasRootCauseMessage("wanted");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void sinkTakesWhatFailedForGood() throws Exception {
        var dead = context.getEndpoint("mock:dead", MockEndpoint.class);
        dead.expectedBodiesReceived("hello");

        load(failing("errorHandler: { sink: { endpoint: { uri: 'mock:dead' },"
                + " parameters: { maximumRedeliveries: 1, redeliveryDelay: 1 } } }"));

        assertThat(thrown()).isNull();
        assertThat(attempts).hasValue(2);
        dead.assertIsSatisfied();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a&b", "100% %25", "a+b?c=d", "two\nlines"})
    void sinkCanBeAKameletWithValues(String value) throws Exception {
        var kept = context.getEndpoint("mock:kept", MockEndpoint.class);
        kept.expectedBodiesReceived("hello");
        kept.expectedHeaderReceived("given", value);

        load(failing("errorHandler: { sink: { endpoint: { ref:"
                + " { kind: Kamelet, apiVersion: camel.apache.org/v1, name: keep-sink },"
                + " properties: { value: " + quoted(value) + " } } } }"));

        assertThat(thrown()).isNull();
        kept.assertIsSatisfied();
    }

    @Test
    void whatFailsInsideAKameletGoesToTheErrorHandlerOfThePipe() throws Exception {
        var dead = context.getEndpoint("mock:dead", MockEndpoint.class);
        dead.expectedBodiesReceived("hello");

        load(pipe("mine", "source: { uri: 'direct:in' }", """
                  steps:
                    - ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: insert-header-action }
                      properties: { name: a, value: "${body.noSuchMethod}" }
                  sink: { uri: 'mock:out' }
                  errorHandler: { sink: { endpoint: { uri: 'mock:dead' } } }
                """));

        assertThat(thrown()).isNull();
        dead.assertIsSatisfied();
    }

    @Test
    void thePolicyOfTheAnnotationStandsBeforeTheSteps() throws Exception {
        context.getRegistry().bind("onlyMe", new RefusingPolicy());
        var out = context.getEndpoint("mock:out", MockEndpoint.class);
        out.expectedMessageCount(0);
        var text = text("mine", "source: { uri: 'direct:in' }", "sink: { uri: 'mock:out' }")
                .replace("name: mine", "name: mine\n  annotations: { sightline.policy: onlyMe }");

        load(file(text));

        assertThat(thrown()).hasRootCauseMessage("not you");
        out.assertIsSatisfied();
    }

    /** What a Kamelet gets for a value in a Pipe. */
    private Object given(String written) throws Exception {
        load(keeping(written));

        context.createProducerTemplate().sendBody("direct:in", "hello");

        return context.getEndpoint("mock:kept", MockEndpoint.class)
                .getExchanges()
                .get(0)
                .getMessage()
                .getHeader("given");
    }

    private static SourceFile keeping(String written) {
        return pipe(
                "mine",
                "source: { uri: 'direct:in' }",
                "sink: { ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: keep-sink },"
                        + " properties: { value: " + written + " } }");
    }

    private SourceFile failing(String errorHandler) {
        return pipe("mine", "source: { uri: 'direct:in' }", "sink: { uri: 'direct:fails' }\n" + errorHandler);
    }

    private Throwable thrown() {
        return catchThrowable(() -> context.createProducerTemplate().sendBody("direct:in", "hello"));
    }

    /** As whoever puts Pipes live does: judged, translated, properties first, then the text. */
    private void load(SourceFile file) throws Exception {
        assertThat(VALIDATOR.validate(List.of(file)))
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .isEmpty();
        for (var route : PipeTranslator.translate(file)) {
            route.properties().forEach(context.getPropertiesComponent()::addInitialProperty);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(route.name() + ".camel.yaml", route.text()));
        }
    }

    private static SourceFile pipe(String name, String source, String rest) {
        return file(text(name, source, rest));
    }

    private static String text(String name, String source, String rest) {
        return "apiVersion: camel.apache.org/v1\nkind: Pipe\nmetadata:\n  name: " + name + "\nspec:\n"
                + indented(source) + indented(rest);
    }

    private static String indented(String part) {
        return part.stripTrailing().stripIndent().indent(2);
    }

    private static SourceFile file(String text) {
        return new SourceFile("test.pipe.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String value) {
        return '"'
                + value.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }

    private static ListAppender<ILoggingEvent> linesOf(String logger) {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var named = (Logger) LoggerFactory.getLogger(logger);
        named.setLevel(Level.INFO);
        named.addAppender(lines);
        return lines;
    }
}
