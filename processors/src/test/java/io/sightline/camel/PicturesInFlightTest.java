package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    private final PicturesInFlight pictures = new PicturesInFlight(4 * MIB, Duration.ofMinutes(1), meters);

    @Test
    void refusesAPictureThatFindsNoRoomUntilAnotherHasEnded() {
        // Given
        var pictures = new PicturesInFlight(4 * MIB, Duration.ofMillis(1), new SimpleMeterRegistry());
        var first = exchange();
        pictures.begin(first, 3 * MIB);
        pictures.begin(exchange(), MIB);
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

    /** All at once: four have room, sixteen wait for it, the others are refused without waiting. */
    @Test
    void letsAsManyWaitAsDoNotHoldUpTheRest() throws InterruptedException {
        // Given
        var first = exchange();
        pictures.begin(first, 4 * MIB);
        var refused = new LinkedBlockingQueue<Failure>();
        var clients = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < 20; i++) {
                clients.execute(() -> take(refused));
            }
            // When
            for (int i = 0; i < 4; i++) {
                assertThat(refused.poll(30, TimeUnit.SECONDS)).isNotNull();
            }
            end(first);
        } finally {
            clients.shutdown();
        }
        // Then
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(refused).isEmpty();
        assertThat(held()).isZero();
    }

    @Test
    void letsManyInOneAfterAnotherWithinTheLimit() throws InterruptedException {
        // Given
        var four = new CyclicBarrier(4);
        var most = new AtomicLong();
        var clients = Executors.newFixedThreadPool(16);
        // When
        for (int i = 0; i < 16; i++) {
            clients.execute(() -> {
                var exchange = exchange();
                pictures.begin(exchange, MIB);
                meet(four);
                most.accumulateAndGet((long) held(), Math::max);
                end(exchange);
            });
        }
        clients.shutdown();
        // Then
        assertThat(clients.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(4L * MIB);
        assertThat(held()).isZero();
    }

    private void take(Queue<Failure> refused) {
        var exchange = exchange();
        try {
            pictures.begin(exchange, MIB);
            end(exchange);
        } catch (Failure failure) {
            refused.add(failure);
        }
    }

    private static void meet(CyclicBarrier others) {
        try {
            others.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
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
