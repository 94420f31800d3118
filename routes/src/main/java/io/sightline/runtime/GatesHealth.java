package io.sightline.runtime;

import io.sightline.gate.GateState;
import io.sightline.gate.GateState.Position;
import io.sightline.gate.Gates;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** Says which gates are closed, why and since when. Waiting is what a process should do then, so it is never down. */
record GatesHealth(Gates gates, Clock clock) implements HealthIndicator {
    @Override
    public Health health() {
        var health = Health.up();
        gates.states().forEach(gate -> health.withDetail(gate.dependency().label(), describe(gate)));
        return health.build();
    }

    private String describe(GateState gate) {
        if (gate.position() == Position.OPEN) {
            return "open";
        }
        var since = Duration.between(gate.since(), clock.instant()).toSeconds();
        var position = gate.position().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return position + " for " + since + " s, " + gate.server() + ": " + gate.cause();
    }
}
