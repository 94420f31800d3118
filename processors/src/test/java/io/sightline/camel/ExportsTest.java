package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportsTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Exports exports = new Exports(2, meters);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refusesAnExportBesideAsManyAsThereMayBeUntilOneHasEnded(boolean inFailure) {
        // Given
        var first = exchange();
        exports.begin(first);
        exports.begin(exchange());
        assertThat(meters.get("sightline.query.exports").gauge().value()).isEqualTo(2);
        // When, then
        assertThatThrownBy(() -> exports.begin(exchange()))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("sightline.query.exports=2")
                .satisfies(failure -> assertThat(((Failure) failure).code()).isEqualTo(FailureCode.OVERLOADED));
        // When
        end(first, inFailure);
        // Then
        assertThatCode(() -> exports.begin(exchange())).doesNotThrowAnyException();
        assertThatThrownBy(() -> exports.begin(exchange())).isInstanceOf(Failure.class);
    }

    private Exchange exchange() {
        return new DefaultExchange(context);
    }

    /** As Camel does when the answer is out or has broken off. */
    private static void end(Exchange exchange, boolean inFailure) {
        if (inFailure) {
            exchange.setException(new IllegalStateException("the client has gone"));
        }
        UnitOfWorkHelper.doneSynchronizations(
                exchange, exchange.getExchangeExtension().handoverCompletions());
    }
}
