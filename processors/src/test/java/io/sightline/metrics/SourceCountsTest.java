package io.sightline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class SourceCountsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void sourcesBeyondTheBoundCountAsOther() {
        // Given
        var counts = new SourceCounts(meters, 50);
        // When
        for (int i = 0; i < 120; i++) {
            counts.count("camera-" + i % 60, "model-" + i % 5);
        }
        // Then
        assertThat(meters.find("sightline.inferences").counters())
                .extracting(counter -> counter.getId().getTag("source"))
                .doesNotContain("camera-50", "camera-59")
                .contains("camera-0", "camera-49", SourceCounts.OTHER);
        assertThat(total("camera-49")).isEqualTo(2);
        assertThat(total(SourceCounts.OTHER)).isEqualTo(20);
    }

    /** Whoever gives each frame a source of its own would fill the memory otherwise. */
    @Test
    void aMillionSourcesTakeTheMemoryOfAFew() {
        // Given
        var counts = new SourceCounts(meters, 3);
        // When
        for (int i = 0; i < 1_000_000; i++) {
            counts.count("camera-" + i, "model");
        }
        // Then
        assertThat(meters.getMeters()).hasSize(4);
    }

    private double total(String source) {
        return meters.find("sightline.inferences").tag("source", source).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
