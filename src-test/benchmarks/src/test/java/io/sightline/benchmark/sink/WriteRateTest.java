package io.sightline.benchmark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sightline.benchmark.load.Window;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class WriteRateTest {
    private static final int FRAMES = 2;
    private static final int DETECTIONS = 3;
    private static final int ROWS = FRAMES * (3 + DETECTIONS);

    private final AtomicLong clock = new AtomicLong(7);
    private final Supplier<Delivery> deliveries = new Deliveries(FRAMES, DETECTIONS);

    @Test
    void countsWhatWasWrittenBehindTheLeadIn() throws Exception {
        // Given: the first two deliveries take a second each, all others half of that.
        var written = new AtomicLong();
        RowWriter writer = delivery -> pass(written.getAndIncrement() < 2 ? 1000 : 500);
        // When
        var stored = new WriteRate(clock::get).measure(writer, deliveries, window(2, 3));
        // Then
        assertThat(written).hasValue(8);
        assertThat(stored.perSecond()).isCloseTo(2 * ROWS, within(1e-9));
        assertThat(stored.frames()).isEqualTo(8 * FRAMES);
        assertThat(stored.rows()).isEqualTo(8 * ROWS);
    }

    @Test
    void doesNotCountTheTimeThatADeliveryTakesToMake() throws Exception {
        // Given
        Supplier<Delivery> slow = () -> {
            pass(10_000);
            return deliveries.get();
        };
        // When
        var stored = new WriteRate(clock::get).measure(delivery -> pass(1000), slow, window(0, 4));
        // Then
        assertThat(stored.perSecond()).isCloseTo(ROWS, within(1e-9));
        assertThat(stored.frames()).isEqualTo(4 * FRAMES);
    }

    @Test
    void countsAtLeastOneDelivery() throws Exception {
        // Given
        RowWriter writer = delivery -> pass(20_000);
        // When
        var stored = new WriteRate(clock::get).measure(writer, deliveries, window(2, 4));
        // Then
        assertThat(stored.perSecond()).isCloseTo(ROWS / 20.0, within(1e-9));
    }

    private void pass(long millis) {
        clock.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    private static Window window(long leadInSeconds, long seconds) {
        return new Window(Duration.ofSeconds(leadInSeconds), Duration.ofSeconds(seconds));
    }
}
