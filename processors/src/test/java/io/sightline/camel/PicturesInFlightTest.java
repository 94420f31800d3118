package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.junit.jupiter.api.Test;

class PicturesInFlightTest {
    private static final int MIB = 1 << 20;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PicturesInFlight pictures = new PicturesInFlight(4 * MIB, meters);

    @Test
    void refusesAPictureThatFindsNoRoomUntilAnotherHasEnded() {
        // Given
        var first = exchange();
        pictures.begin(first, 3 * MIB);
        pictures.begin(exchange(), MIB);
        assertThat(held()).isEqualTo(4 * MIB);
        // When, then
        assertThatThrownBy(() -> pictures.begin(exchange(), 1))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("sightline.query.pictures-in-flight=" + 4 * MIB)
                .satisfies(failure -> assertThat(((Failure) failure).code()).isEqualTo(FailureCode.OVERLOADED));
        end(first);
        assertThatCode(() -> pictures.begin(exchange(), 3 * MIB)).doesNotThrowAnyException();
    }

    @Test
    void letsALargerPictureInAlone() {
        pictures.begin(exchange(), 100L * MIB);

        assertThat(held()).isEqualTo(4 * MIB);
    }

    @Test
    void letsManyInOneAfterAnotherWithinTheLimit() {
        var most = new AtomicLong();
        var clients = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 32; i++) {
            clients.add(CompletableFuture.runAsync(() -> {
                var exchange = exchange();
                pictures.begin(exchange, MIB);
                most.accumulateAndGet((long) held(), Math::max);
                end(exchange);
            }));
        }
        clients.forEach(CompletableFuture::join);

        assertThat(most.get()).isBetween((long) MIB, 4L * MIB);
        assertThat(held()).isZero();
    }

    private double held() {
        return meters.get("sightline.query.picture.bytes").gauge().value();
    }

    private Exchange exchange() {
        return new DefaultExchange(context);
    }

    /** As Camel does when the answer is out or has broken off. */
    private static void end(Exchange exchange) {
        UnitOfWorkHelper.doneSynchronizations(
                exchange, exchange.getExchangeExtension().handoverCompletions());
    }
}
