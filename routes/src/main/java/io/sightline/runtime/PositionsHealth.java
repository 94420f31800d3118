package io.sightline.runtime;

import io.sightline.delivery.StoppedPartitions;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Says which partitions the sink does not read, and the way on. A restart alone cures none, so it is no matter of
 * probes.
 */
final class SinkHealth implements HealthIndicator {
    private final StoppedPartitions stopped;

    SinkHealth(StoppedPartitions stopped) {
        this.stopped = stopped;
    }

    @Override
    public Health health() {
        var stops = stopped.all();
        var health = stops.isEmpty() ? Health.up() : Health.down();
        stops.forEach((partition, stop) -> health.withDetail(partition, stop.what() + ". " + stop.wayOn()));
        return health.build();
    }
}
