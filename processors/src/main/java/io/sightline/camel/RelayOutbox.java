package io.sightline.camel;

import io.sightline.delivery.Outbox;
import io.sightline.delivery.OutboxRecord;
import io.sightline.delivery.OutboxState;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;

/**
 * Sends what waits in the outbox through {@code direct:publish-letters}, each record to its own topic, until nothing
 * waits or the broker refuses. A topic that is away does not keep the others waiting.
 */
public final class RelayOutbox implements Processor {
    private static final int AT_ONCE = 100;

    private final Outbox outbox;
    private final OutboxState state;
    private final FailureClassifier classifier;

    public RelayOutbox(Outbox outbox, OutboxState state, FailureClassifier classifier) {
        this.outbox = outbox;
        this.state = state;
        this.classifier = classifier;
    }

    @Override
    public void process(Exchange exchange) {
        try (var template = exchange.getContext().createProducerTemplate()) {
            var failures = new ArrayList<Failure>();
            for (var topic : outbox.topics()) {
                relay(template, topic).ifPresent(failures::add);
            }
            state.waiting(outbox.waiting());
            failures.stream().findFirst().ifPresentOrElse(failure -> state.fails(failure, this::waiting), state::works);
        } catch (SQLException | java.io.IOException | RuntimeException e) {
            state.fails(classifier.classify(e), this::waiting);
        }
    }

    private Optional<Failure> relay(ProducerTemplate template, String topic) throws SQLException {
        // One first: a topic that is away makes the producer wait for each record anew.
        int most = 1;
        try {
            while (outbox.relay(topic, most, records -> send(template, records)) == most) {
                state.waiting(outbox.waiting());
                most = AT_ONCE;
            }
            return Optional.empty();
        } catch (Failure failure) {
            return Optional.of(failure);
        }
    }

    private long waiting() {
        try {
            return outbox.waiting();
        } catch (SQLException e) {
            throw classifier.classify(e);
        }
    }

    private void send(ProducerTemplate template, List<OutboxRecord> records) {
        var sent = template.send(
                "direct:publish-letters",
                exchange -> exchange.getMessage()
                        .setBody(records.stream()
                                .map(record -> Mail.message(record, exchange.getContext()))
                                .toList()));
        if (sent.getException() != null) {
            throw classifier.classify(sent.getException());
        }
    }
}
