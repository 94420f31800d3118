package io.sightline.live;

import static io.sightline.live.LiveFiles.java;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.FileState.Condition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a trial makes of an endpoint. */
class TrialContextTest {
    private static final List<String> MADE = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        MADE.clear();
    }

    /** Writes down what is asked of it. Camel makes it by its class. */
    public static final class Noting extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            MADE.add("endpoint");
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    MADE.add("producer");
                    return new DefaultProducer(this) {
                        @Override
                        public void process(Exchange exchange) {
                            exchange.getMessage().setBody("noted");
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    MADE.add("consumer");
                    return new DefaultConsumer(this, processor);
                }

                @Override
                protected void doStart() {
                    MADE.add("start");
                }
            };
        }
    }

    @Test
    void makesNeitherConsumersNorProducersAndStartsNothing() throws Exception {
        try (var files = new LiveFiles()) {
            files.camel.addComponent("noting", new Noting());
            var line = "from(System.getProperty(\"none\", \"noting:in\")).routeId(\"noting\")"
                    + ".to(System.getProperty(\"none\", \"noting:out\"))%s;";
            // When
            files.put("Noting.java", java("Noting", line.formatted(".process(\"nobody\")")));
            // Then
            assertThat(files.condition("Noting.java")).isEqualTo(Condition.FAILED);
            assertThat(files.state("Noting.java").message()).contains("nobody");
            assertThat(MADE).isNotEmpty().containsOnly("endpoint");
            // When
            files.put("Noting.java", java("Noting", line.formatted("")));
            // Then
            assertThat(files.condition("Noting.java")).isEqualTo(Condition.LIVE);
            assertThat(MADE).contains("consumer", "producer", "start");
        }
    }
}
