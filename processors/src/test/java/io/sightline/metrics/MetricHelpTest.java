package io.sightline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MetricHelpTest {
    @Test
    void metersSayWhatTheTableSays() {
        // Given
        var meters = new SimpleMeterRegistry();
        meters.config().meterFilter(new MetricHelp());
        // When
        var ours = meters.counter("sightline.sink.fenced", "table", "frame").getId();
        var other = meters.counter("mine", "table", "frame").getId();
        // Then
        assertThat(ours.getDescription()).isEqualTo(Metric.SINK_FENCED.meaning());
        assertThat(ours.getTag("table")).isEqualTo("frame");
        assertThat(other.getDescription()).isNull();
    }
}
