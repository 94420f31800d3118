package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.camel.RecordByRecord;
import io.sightline.gate.GroupPauses;
import io.sightline.integration.Diagnostic;
import io.sightline.integration.PipeTranslator;
import io.sightline.integration.Severity;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Validator;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ProcessorEndpoint;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a component is given by a Pipe that names it, and what is said of sources that lose. */
class PipeEndpointTest {
    private static final String SOURCE = "{ uri: 'direct:in' }";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Topics topics = new Topics();
    private final ReadTopics read = new ReadTopics(topics);
    private Map<String, Object> given = Map.of();

    PipeEndpointTest() {
        context.addComponent("kafka", read);
        context.addComponent("log", new DefaultComponent() {
            {
                setAutowiredEnabled(false);
            }

            @Override
            protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
                given = Map.copyOf(parameters);
                parameters.clear();
                return new ProcessorEndpoint(uri, this, (Processor) exchange -> {});
            }
        });
        context.getRegistry()
                .bind("recordByRecord", new RecordByRecord(new GroupPauses(Clock.systemUTC()), Clock.systemUTC()));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** Camel refuses options beside a URI that has some itself. */
    @Test
    void aUriMayHaveOptionsOfItsOwn() throws Exception {
        load(pipe("{ uri: 'kafka:frames?groupId=other', properties: { maxPollRecords: 3 } }", "{ uri: 'log:a' }"));

        assertThat(read.settings("frames"))
                .containsEntry("groupId", "other")
                .containsEntry("maxPollRecords", "3")
                .containsEntry("autoCommitEnable", "false")
                .containsEntry("autoOffsetReset", "earliest");
    }

    /** Nothing that a property holds is an option of its own, is looked up, or changes on the way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "p)&showAll=true&level=ERROR",
                "50%25+1",
                "100% + %41",
                "a&b=c",
                "#bean:secret",
                "RAW(a)",
                "true",
                "a?b#c",
                "(a)",
                "say \"it's\"",
                "grüße"
            })
    void aPlaceholderOfAComponentStandsForWhatIsSet(String value) throws Exception {
        set(value);
        for (var sink : new String[] {"log:a", "log:a?level=INFO"}) {
            given = Map.of();
            load(pipe(SOURCE, "{ uri: '" + sink + "', properties: { marker: '{{x}}', groupSize: 3 } }"));

            assertThat(given).containsEntry("marker", value).containsEntry("groupSize", "3");
            assertThat(given.keySet()).isSubsetOf(Set.of("marker", "groupSize", "level"));
            context.removeRoute("mine");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"p)&level=ERROR", "50%25+1", "a&b=c"})
    void aPlaceholderOfTheErrorHandlersEndpointDoesToo(String value) throws Exception {
        set(value);

        load(pipe(
                SOURCE,
                "{ uri: 'direct:out' }\n  errorHandler: { sink: { endpoint: { uri: 'log:dead',"
                        + " properties: { marker: 'a-{{x}}' } } } }"));

        assertThat(given).isEqualTo(Map.of("marker", "a-" + value));
    }

    @Test
    void whatNoUriCarriesIsRefusedByTheNameOfItsProperty() {
        set("s3cret\nline");

        assertThatThrownBy(() -> load(pipe(SOURCE, "{ uri: 'log:a', properties: { marker: '{{x}}' } }")))
                .rootCause()
                .hasMessageContaining("'pipe.mine-sink.marker' holds what no URI carries")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: kafka-source } }",
                "{ ref: { kind: Kamelet, apiVersion: camel.apache.org/v1, name: kafka-not-secured-source } }",
                "{ uri: 'kamelet:kafka-scram-source/mine' }",
                "{ uri: '{{a.uri}}' }"
            })
    void aSourceThatCommitsByTimeIsAWarning(String source) {
        assertThat(findings(source))
                .filteredOn(finding -> finding.severity() == Severity.WARNING)
                .anySatisfy(finding -> assertThat(finding.message()).contains("may lose what is not dealt with"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ uri: 'kafka:a' }", "{ uri: 'kafka:{{a.topic}}' }", "{ uri: 'timer:a' }"})
    void anyOtherIsNone(String source) {
        assertThat(findings(source)).noneMatch(finding -> finding.message().contains("may lose"));
    }

    private static List<Diagnostic> findings(String source) {
        return new Validator(Surroundings.of(PipeEndpointTest.class.getClassLoader()))
                .validate(List.of(pipe(source, "{ uri: 'log:a' }")));
    }

    private void set(String value) {
        var properties = new Properties();
        properties.setProperty("x", value);
        context.getPropertiesComponent().setInitialProperties(properties);
    }

    private void load(SourceFile file) throws Exception {
        for (var route : PipeTranslator.translate(file)) {
            route.properties().forEach(context.getPropertiesComponent()::addInitialProperty);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(route.name() + ".camel.yaml", route.text()));
        }
        context.start();
    }

    private static SourceFile pipe(String source, String sink) {
        var text = "apiVersion: camel.apache.org/v1\nkind: Pipe\nmetadata: { name: mine }\nspec:\n  source: " + source
                + "\n  sink: " + sink + "\n";
        return new SourceFile("mine.pipe.yaml", text.getBytes(StandardCharsets.UTF_8));
    }
}
