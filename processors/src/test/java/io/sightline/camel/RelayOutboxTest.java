package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.Samples;
import io.sightline.delivery.Outbox;
import io.sightline.delivery.OutboxRecord;
import io.sightline.delivery.OutboxState;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An outage has left many dead letters in the outbox, and something is decided on a model. */
@ExtendWith(PostgresServer.class)
class RelayOutboxTest {
    private static final int LETTERS = 1000;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FailureClassifier classifier = new FailureClassifier();
    /** Topics of the records in the order in which they were sent. */
    private final List<String> sent = new ArrayList<>();

    private Outbox outbox;
    private String away = "";

    @BeforeEach
    void leaveLetters(TestDatabase database) throws Exception {
        outbox = new Outbox(database.dataSource());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:publish-letters").errorHandler(noErrorHandler()).process(RelayOutboxTest.this::publish);
            }
        });
        camel.start();
        put(
                database,
                IntStream.range(0, LETTERS).mapToObj(i -> record("letters")).toList());
        put(database, List.of(record("models")));
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void topicsTakeTurnsSoThatTheYoungestRecordDoesNotWaitForAllOthers() throws Exception {
        new RelayOutbox(outbox, new OutboxState(meters), classifier).process(exchange());

        assertThat(sent).hasSize(LETTERS + 1);
        assertThat(sent.indexOf("models")).isLessThanOrEqualTo(RelayOutbox.AT_ONCE);
        assertThat(meters.get("sightline.outbox.waiting").gauge().value()).isZero();
    }

    @Test
    void aTopicThatIsAwayKeepsNoOtherWaiting() throws Exception {
        away = "letters";

        new RelayOutbox(outbox, new OutboxState(meters), classifier).process(exchange());

        assertThat(sent).containsExactly("models");
        assertThat(meters.get("sightline.outbox.waiting").gauge().value()).isEqualTo(LETTERS);
    }

    @Test
    void whoeverAnnouncesSomethingSendsThatAndNothingElse() throws Exception {
        new RelayAnnouncements(outbox, "models", classifier).process(exchange());

        assertThat(sent).containsExactly("models");
        assertThat(outbox.waiting()).isEqualTo(LETTERS);
    }

    @Test
    void anAnnouncementThatCannotBeSentWaits() throws Exception {
        away = "models";

        new RelayAnnouncements(outbox, "models", classifier).process(exchange());

        assertThat(outbox.waiting()).isEqualTo(LETTERS + 1);
    }

    private void publish(Exchange exchange) {
        var messages = exchange.getMessage().getBody(List.class);
        for (var each : messages) {
            var topic = ((Message) each).getHeader(KafkaConstants.OVERRIDE_TOPIC, String.class);
            if (topic.equals(away)) {
                throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "the topic is away");
            }
            sent.add(topic);
        }
    }

    private Exchange exchange() {
        return new DefaultExchange(camel);
    }

    private void put(TestDatabase database, List<OutboxRecord> records) throws SQLException {
        try (var connection = database.dataSource().getConnection()) {
            outbox.insert(connection, records);
        }
    }

    private static OutboxRecord record(String topic) {
        return new OutboxRecord(topic, Samples.text("key"), Samples.text("value"), Map.of());
    }
}
