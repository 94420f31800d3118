package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.PipeFailures;
import io.sightline.camel.RecordByRecord;
import io.sightline.gate.GroupPauses;
import io.sightline.integration.PipeTranslator;
import io.sightline.integration.SourceFile;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Pipe commits of a topic; PipesIT shows the same on a real broker. */
class PipeTopicTest extends PipelineTestSupport {
    private final ReadTopics read = new ReadTopics(topics);
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private Duration perRecord = Duration.ZERO;

    @Override
    List<String> routes() {
        return List.of();
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var camel = super.createCamelContext();
        camel.removeComponent("kafka");
        camel.addComponent("kafka", read);
        camel.addComponent("sink", new StandIn((name, exchange) -> {
            now.updateAndGet(time -> time.plus(perRecord));
            if (name.equals("out") && refused.contains(exchange.getMessage().getBody(String.class))) {
                throw new IllegalStateException("refused");
            }
            topics.receive(name, exchange);
        }));
        camel.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
        return camel;
    }

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        super.bindToRegistry(registry);
        registry.bind("recordByRecord", new RecordByRecord(new GroupPauses(Clock.systemUTC()), now::get));
        registry.bind("pipeFailures", new PipeFailures(classifier));
    }

    @Test
    void allAreHandedOnInTheirOrderAndTheLastIsCommitted() throws Exception {
        load("{}");
        var batch = batch("a", "b", "c");

        assertThat(deliver(batch).getException()).isNull();

        assertThat(bodies("out")).containsExactly("a", "b", "c");
        assertThat(batch.committed).containsExactly(2L);
    }

    @Test
    void keysAndOriginsTravelAlongAndTheCommitDoesNot() throws Exception {
        load("{}");

        deliver(batch("a"));

        assertThat(topics.sentTo("out"))
                .singleElement()
                .satisfies(message -> assertThat(message.getHeaders())
                        .containsKeys(KafkaConstants.KEY, KafkaConstants.TOPIC, KafkaConstants.OFFSET)
                        .doesNotContainKey(KafkaConstants.MANUAL_COMMIT));
    }

    /** Those before it are not handed on once more, and those behind it not before it. */
    @Test
    void theFirstThatFailsEndsTheBatchAndWhatWasDoneIsCommitted() throws Exception {
        load("{}");
        refused.add("b");
        var batch = batch("a", "b", "c");

        assertThat(deliver(batch).getException()).hasMessage("refused");

        assertThat(bodies("out")).containsExactly("a");
        assertThat(batch.committed).containsExactly(0L);
    }

    @Test
    void nothingIsCommittedWhenTheFirstFails() throws Exception {
        load("{}");
        refused.add("a");
        var batch = batch("a", "b");

        assertThat(deliver(batch).getException()).hasMessage("refused");

        assertThat(bodies("out")).isEmpty();
        assertThat(batch.committed).isEmpty();
    }

    /** With stopOnException Camel would end the batch here too, without a failure. */
    @Test
    void whatTheErrorHandlerTakesStopsNobody() throws Exception {
        load("{ sink: { endpoint: { uri: 'sink:dead' } } }");
        refused.add("b");
        var batch = batch("a", "b", "c");

        assertThat(deliver(batch).getException()).isNull();

        assertThat(bodies("out")).containsExactly("a", "c");
        assertThat(bodies("dead")).containsExactly("b");
        assertThat(batch.committed).containsExactly(2L);
    }

    /** Kafka takes who asks for nothing in five minutes for dead: the whole batch would come again, for ever. */
    @Test
    void aBatchEndsEarlyWhenItsSinkIsSlowAndWhatWasDoneIsCommitted() throws Exception {
        load("{}");
        perRecord = Duration.ofSeconds(40);
        var batch = batch("a", "b", "c", "d");

        assertThat(deliver(batch).getException())
                .hasMessage("the batch ended after 2 of its 4 records and 80 s; those behind are read again");

        assertThat(bodies("out")).containsExactly("a", "b");
        assertThat(batch.committed).containsExactly(1L);
    }

    /** However slow it is, one record of a batch is dealt with. */
    @Test
    void aBatchOfOneRecordEndsWhenThatIsDone() throws Exception {
        load("{}");
        perRecord = Duration.ofHours(1);
        var batch = batch("a");

        assertThat(deliver(batch).getException()).isNull();

        assertThat(batch.committed).containsExactly(0L);
    }

    /** At most the record is lost that its Pipe wants to be logged; otherwise it would come again for ever. */
    @Test
    void whatIsToBeLoggedStopsNobody() throws Exception {
        load("{ log: { parameters: { maximumRedeliveries: 1, redeliveryDelay: 1 } } }");
        refused.add("b");
        var batch = batch("a", "b", "c");

        assertThat(deliver(batch).getException()).isNull();

        assertThat(bodies("out")).containsExactly("a", "c");
        assertThat(batch.committed).containsExactly(2L);
    }

    /** An outage of any length makes no dead letter, and passes nothing over. */
    @ParameterizedTest
    @ValueSource(strings = {"sink: { endpoint: { uri: 'sink:dead' }, %s }", "log: { %s }"})
    void whatTimeCuresWaitsAndIsNotTheErrorHandlers(String handler) throws Exception {
        load("{ " + handler.formatted("parameters: { maximumRedeliveries: 1, redeliveryDelay: 1 }") + " }");
        topics.away.add("out");
        var batch = batch("a", "b");

        for (int round = 0; round < 3; round++) {
            assertThat(deliver(batch).getException()).hasMessage("broker is away");
        }
        assertThat(bodies("dead")).isEmpty();
        assertThat(batch.committed).isEmpty();

        topics.away.clear();
        assertThat(deliver(batch).getException()).isNull();
        assertThat(bodies("out")).containsExactly("a", "b");
        assertThat(batch.committed).containsExactly(1L);
    }

    /** Somebody stops one, and each of them ends before what calls it when the process does. */
    @ParameterizedTest
    @CsvSource({
        "direct:away, 'sink: { endpoint: { uri: ''sink:dead'' } }'",
        "direct:away, log: {}",
        "kamelet:away-sink/away, 'sink: { endpoint: { uri: ''sink:dead'' } }'",
        "kamelet:away-sink/away, log: {}"
    })
    void whatAStoppedStepDoesNotTakeWaitsAndIsNotTheErrorHandlers(String step, String handler) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                routeTemplate("away-sink").from("kamelet:source").to("sink:out");
                if (step.startsWith("direct:")) {
                    from(step).routeId("away").to("sink:out");
                }
            }
        });
        load("{ " + handler + " }", "{ uri: '" + step + "', properties: { block: false } }");
        context.getRouteController().stopRoute("away");
        var batch = batch("a", "b");

        assertThat(deliver(batch).getException()).hasMessageStartingWith("No consumers available");
        assertThat(bodies("dead")).isEmpty();
        assertThat(batch.committed).isEmpty();

        context.getRouteController().startRoute("away");
        assertThat(deliver(batch).getException()).isNull();
        assertThat(bodies("out")).containsExactly("a", "b");
        assertThat(batch.committed).containsExactly(1L);
    }

    /** By default Camel drops what the dead letters' endpoint refuses. */
    @Test
    void whatTheErrorHandlersEndpointRefusesIsNotCommitted() throws Exception {
        load("{ sink: { endpoint: { uri: 'sink:dead' } } }");
        refused.add("b");
        topics.away.add("dead");
        var batch = batch("a", "b", "c");

        assertThat(deliver(batch).getException()).hasMessage("broker is away");

        assertThat(bodies("out")).containsExactly("a");
        assertThat(batch.committed).containsExactly(0L);
    }

    /** @param errorHandler the Pipe's, or nothing for none */
    private void load(String errorHandler) throws Exception {
        load(errorHandler, "{ uri: 'sink:out' }");
    }

    private void load(String errorHandler, String sink) throws Exception {
        var pipe = """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: { name: mine }
                spec:
                  source: { ref: { kind: KafkaTopic, apiVersion: kafka.strimzi.io/v1, name: in } }
                  sink: %s
                  errorHandler: %s
                """.formatted(sink, errorHandler.equals("{}") ? "{ none: {} }" : errorHandler);
        for (var route :
                PipeTranslator.translate(new SourceFile("mine.pipe.yaml", pipe.getBytes(StandardCharsets.UTF_8)))) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString("mine.camel.yaml", route.text()));
        }
    }

    private TopicBatch batch(String... values) {
        var batch = batch();
        for (var value : values) {
            batch.add(value.getBytes(StandardCharsets.UTF_8));
        }
        return batch;
    }

    private Exchange deliver(TopicBatch batch) throws Exception {
        var exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(batch.records());
        return read.handOver("in", exchange);
    }

    private List<String> bodies(String topic) {
        return topics.sentTo(topic).stream()
                .map((Message message) -> message.getBody(String.class))
                .toList();
    }
}
