package io.sightline.runtime;

import io.sightline.integration.FileState;
import io.sightline.live.LiveRoutes;
import java.util.Locale;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Says of each file of routes how it fares. Never down: all else goes on, and no restart corrects a file. */
record RoutesHealth(LiveRoutes routes) implements HealthIndicator {
    @Override
    public Health health() {
        var health = Health.up();
        routes.states().forEach(state -> health.withDetail(state.file(), describe(state) + stopped(state.file())));
        return health.build();
    }

    private String stopped(String file) {
        var ids = routes.stopped(file);
        return ids.isEmpty() ? "" : "; stopped: " + String.join(", ", ids);
    }

    private static String describe(FileState state) {
        var text = state.condition().name().toLowerCase(Locale.ROOT) + " since " + state.since();
        return state.message().isEmpty() ? text : text + ": " + state.message();
    }
}
