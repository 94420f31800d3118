package io.sightline.runtime;

import io.sightline.delivery.StoppedPartitions;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Says which partitions are not read, and the way on. A restart alone cures none, so it is no matter of probes. */
final class PositionsHealth implements HealthIndicator {
    private final StoppedPartitions stopped;

    PositionsHealth(StoppedPartitions stopped) {
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
