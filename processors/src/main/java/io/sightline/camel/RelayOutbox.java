package io.sightline.camel;

import io.sightline.delivery.Outbox;
import io.sightline.delivery.OutboxState;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Sends what waits in the outbox through {@code direct:publish-letters}, each record to its own topic, until nothing
 * waits or the broker refuses. Topics take turns: neither one that is away nor one of many records keeps the others
 * waiting.
 */
public final class RelayOutbox implements Processor {
    static final int AT_ONCE = 100;

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
            var rounds = new Rounds(new LetterSender(template, classifier));
            state.waiting(outbox.waiting());
            boolean isMore;
            do {
                isMore = rounds.next();
            } while (isMore);
            state.waiting(outbox.waiting());
            rounds.failures.stream()
                    .findFirst()
                    .ifPresentOrElse(failure -> state.fails(failure, this::waiting), state::works);
        } catch (SQLException | java.io.IOException | RuntimeException e) {
            state.fails(classifier.classify(e), this::waiting);
        }
    }

    /** One batch of each topic, again and again. */
    private final class Rounds {
        private final LetterSender sender;
        private final Set<String> answering = new HashSet<>();
        private final Set<String> away = new HashSet<>();
        private final List<Failure> failures = new ArrayList<>();

        private Rounds(LetterSender sender) {
            this.sender = sender;
        }

        /** Whether more waits for a topic that answers. */
        private boolean next() throws SQLException {
            var isMore = false;
            for (var topic : outbox.topics()) {
                isMore |= !away.contains(topic) && relay(topic);
            }
            return isMore;
        }

        private boolean relay(String topic) throws SQLException {
            // One first: a topic that is away makes the producer wait for each record anew.
            int most = answering.contains(topic) ? AT_ONCE : 1;
            try {
                int sent = outbox.relay(topic, most, sender);
                if (sent > 0) {
                    answering.add(topic);
                }
                state.sent(sent);
                return sent == most;
            } catch (Failure failure) {
                away.add(topic);
                failures.add(failure);
                return false;
            }
        }
    }

    private long waiting() {
        try {
            return outbox.waiting();
        } catch (SQLException e) {
            throw classifier.classify(e);
        }
    }
}
