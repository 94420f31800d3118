package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.failure.FailureClassifier;
import io.sightline.gate.Gates;
import java.time.Clock;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What a failing record does to the gates is told in the tests of the routes. */
class FailurePolicyTest {
    private final FailurePolicy policy =
            new FailurePolicy(new FailureClassifier(), new Gates(List.of(), Clock.systemUTC(), (delay, task) -> {
                throw new AssertionError("nothing is watched");
            }));

    @Test
    void aStepThatHasEndedWithItsProcessSaysNothingAboutTheRecord() {
        // Given
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT,
                new IllegalStateException(new DirectConsumerNotAvailableException("No consumers available", exchange)));
        // When, then
        assertThat(policy.isPermanent(exchange)).isFalse();
        assertThat(policy.isWorthAnotherTry(exchange)).isFalse();
        assertThat(policy.isAtAClosedGate(exchange)).as("not worth a repeat").isTrue();
    }

    @Test
    void whatNobodyKnowsIsTriedAgainAndThenALetter() {
        // Given
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("what nobody knows"));
        // When, then
        assertThat(policy.isWorthAnotherTry(exchange)).isTrue();
        assertThat(policy.isPermanent(exchange)).isTrue();
        assertThat(policy.isAtAClosedGate(exchange)).isFalse();
    }
}
