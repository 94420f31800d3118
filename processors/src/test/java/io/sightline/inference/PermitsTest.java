package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.picture.PictureLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermitsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final BlockingQueue<Permit> taken = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 20", "0.25, 10", "0.8, 32"})
    void sharesThePermitAmongLanesThatBothWait(double share, int ofPipeline) throws InterruptedException {
        // Given
        var permits = new Permits(settings(LONG, 100, share));
        var first = permits.take(Lane.REQUESTS);
        wait(permits, Lane.REQUESTS, 40);
        wait(permits, Lane.PIPELINE, 40);
        // When each holds it for a second
        var lanes = new ArrayList<Lane>();
        var permit = first;
        for (int i = 0; i < 40; i++) {
            heldForASecond(permits, permit);
            permit = taken.take();
            lanes.add(permit.lane());
        }
        // Then
        assertThat(Collections.frequency(lanes, Lane.PIPELINE)).isBetween(ofPipeline - 1, ofPipeline + 1);
    }

    @Test
    void givesAllToALaneThatIsAlone() throws InterruptedException {
        // Given
        var permits = new Permits(settings(LONG, 100, 0.5));
        var permit = permits.take(Lane.REQUESTS);
        wait(permits, Lane.REQUESTS, 5);
        // When, then
        for (int i = 0; i < 5; i++) {
            heldForASecond(permits, permit);
            permit = taken.take();
            assertThat(permit.lane()).isEqualTo(Lane.REQUESTS);
        }
    }

    @Test
    void givesALaneNoCreditForTheTimeThatItSlept() throws InterruptedException {
        // Given
        var permits = new Permits(settings(LONG, 100, 0.5));
        for (int i = 0; i < 100; i++) {
            heldForASecond(permits, permits.take(Lane.REQUESTS));
        }
        var permit = permits.take(Lane.REQUESTS);
        wait(permits, Lane.REQUESTS, 10);
        // When
        wait(permits, Lane.PIPELINE, 10);
        var lanes = new ArrayList<Lane>();
        for (int i = 0; i < 10; i++) {
            heldForASecond(permits, permit);
            permit = taken.take();
            lanes.add(permit.lane());
        }
        // Then
        assertThat(Collections.frequency(lanes, Lane.REQUESTS)).isBetween(4, 6);
    }

    @Test
    void givesALaneNoCreditForTheTimeThatBothSlept() throws InterruptedException {
        // Given requests that had the machine to themselves, then nobody
        var permits = new Permits(settings(LONG, 100, 0.5));
        for (int i = 0; i < 100; i++) {
            heldForASecond(permits, permits.take(Lane.REQUESTS));
        }
        // When the pipeline is the first to come back
        var permit = permits.take(Lane.PIPELINE);
        wait(permits, Lane.PIPELINE, 20);
        wait(permits, Lane.REQUESTS, 20);
        var lanes = new ArrayList<Lane>();
        for (int i = 0; i < 20; i++) {
            heldForASecond(permits, permit);
            permit = taken.take();
            lanes.add(permit.lane());
        }
        // Then
        assertThat(Collections.frequency(lanes, Lane.REQUESTS)).isBetween(9, 11);
    }

    @RepeatedTest(50)
    @Timeout(20)
    void endsWhenAPermitWasGivenOnAtTheLastMoment() throws Exception {
        // Given
        var permits = new Permits(settings(LONG, 100, 0.5));
        var permit = permits.take(Lane.REQUESTS);
        var waiter = callers.submit(() -> permits.take(Lane.PIPELINE).close());
        awaitWaiting(permits, Lane.PIPELINE, 1);
        // When
        permit.close();
        permits.close();
        // Then
        assertThat(permits.bytes()).isZero();
        waiter.get();
    }

    @Test
    void servesInOrderOfArrival() throws Exception {
        // Given
        var permits = new Permits(settings(LONG, 100, 0.5));
        var permit = permits.take(Lane.REQUESTS);
        var order = Collections.synchronizedList(new ArrayList<Integer>());
        var done = new ArrayList<Future<?>>();
        for (int i = 0; i < 10; i++) {
            var number = i;
            done.add(callers.submit(() -> {
                try (var next = permits.take(Lane.REQUESTS)) {
                    order.add(number);
                }
            }));
            awaitWaiting(permits, Lane.REQUESTS, i + 1);
        }
        // When
        permit.close();
        for (var one : done) {
            one.get();
        }
        // Then
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
    }

    @Test
    void refusesAtOnceWhenTheQueueIsFull() {
        // Given
        var permits = new Permits(settings(LONG, 2, 0.5));
        var permit = permits.take(Lane.REQUESTS);
        wait(permits, Lane.REQUESTS, 2);
        // When, then
        overloaded(() -> permits.take(Lane.REQUESTS), "2 wait for one; the queue is full");
        overloaded(() -> permits.requireRoom(Lane.REQUESTS), "the queue is full");
        assertThat(permits.refusals()).isEqualTo(2);
        permit.close();
    }

    @Test
    void refusesAtOnceWhenTheWaitWouldBeTooLong() {
        // Given runs of a second, and one that waits already
        var permits = new Permits(settings(Duration.ofMillis(1500), 100, 0.5));
        heldForASecond(permits, permits.take(Lane.REQUESTS));
        var permit = permits.take(Lane.REQUESTS);
        wait(permits, Lane.REQUESTS, 1);
        // When, then
        overloaded(() -> permits.take(Lane.REQUESTS), "a wait of about 2000 ms is longer than the 1500 ms allowed");
        permit.close();
    }

    @Test
    void refusesAfterTheTimeoutAndForgetsWhoLeft() {
        // Given
        var permits = new Permits(settings(Duration.ofMillis(1), 100, 0.5));
        var permit = permits.take(Lane.REQUESTS);
        // When
        overloaded(() -> permits.take(Lane.REQUESTS), "none came free within 2 ms");
        // Then
        assertThat(permits.waiting(Lane.REQUESTS)).isZero();
        assertThat(permits.refusals()).isEqualTo(1);
        permit.close();
        permits.take(Lane.REQUESTS).close();
    }

    @Test
    void letsThePipelineWaitAsLongAsItTakes() throws InterruptedException {
        // Given
        var permits = new Permits(settings(Duration.ZERO, 0, 0.5));
        var permit = permits.take(Lane.REQUESTS);
        wait(permits, Lane.PIPELINE, 3);
        // When
        permit.close();
        // Then
        assertThat(taken.take().lane()).isEqualTo(Lane.PIPELINE);
    }

    @Test
    void endsTheWaitOfAllWhenItIsClosed() throws Exception {
        // Given
        var permits = new Permits(settings(LONG, 100, 0.5));
        var permit = permits.take(Lane.REQUESTS);
        var waiter = callers.submit(() -> permits.take(Lane.PIPELINE));
        awaitWaiting(permits, Lane.PIPELINE, 1);
        // When
        var closing = callers.submit(permits::close);
        // Then
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(waiter::get)
                .havingCause()
                .withMessageContaining("the engine is closed");
        permit.close();
        closing.get();
        assertThat(permits.bytes()).isZero();
    }

    private static EngineSettings settings(Duration timeout, int queue, double share) {
        return new EngineSettings(1, timeout, queue, share, 1, Provider.CPU, PictureLimits.STANDARD);
    }

    private static void heldForASecond(Permits permits, Permit permit) {
        permits.giveBack(
                new Permit(permits, permit.lane(), permit.workspace(), false, System.nanoTime() - 1_000_000_000));
    }

    /** Callers that wait and keep what they get until the test gives it back. */
    private void wait(Permits permits, Lane lane, int callersOfLane) {
        for (int i = 0; i < callersOfLane; i++) {
            callers.submit(() -> taken.add(permits.take(lane)));
        }
        awaitWaiting(permits, lane, callersOfLane);
    }

    private static void awaitWaiting(Permits permits, Lane lane, int count) {
        while (permits.waiting(lane) < count) {
            Thread.onSpinWait();
        }
    }

    private static void overloaded(Runnable action, String message) {
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(action::run)
                .withMessageContaining(message)
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.OVERLOADED));
    }
}
