package io.sightline.runtime;

import io.sightline.cluster.ClusterRoutes;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Says whether the Kubernetes API is followed. Never down: without it what runs runs on, and no restart brings it back.
 */
record ClusterHealth(ClusterRoutes routes) implements HealthIndicator {
    @Override
    public Health health() {
        var connection = routes.connection();
        var health = Health.up()
                .withDetail("namespace", routes.namespace())
                .withDetail("api", (connection.connected() ? "followed since " : "away since ") + connection.since());
        if (!connection.message().isEmpty()) {
            health.withDetail("cause", connection.message());
        }
        if (!routes.unsaid().isEmpty()) {
            health.withDetail("status", "not written: " + routes.unsaid());
        }
        return health.build();
    }
}
