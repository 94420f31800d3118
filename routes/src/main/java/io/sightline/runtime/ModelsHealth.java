package io.sightline.runtime;

import io.sightline.inference.ModelVersion;
import io.sightline.lifecycle.FollowedState;
import io.sightline.lifecycle.FollowedState.Condition;
import io.sightline.lifecycle.ModelFollower;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/**
 * Says of each model what serves in this process, and why it is not what was announced. Never down: what serves goes
 * on, and no restart makes a version load.
 */
record ModelsHealth(Supplier<@Nullable ModelFollower> follower) implements HealthIndicator {
    @Override
    public Health health() {
        var health = Health.up();
        var followed = follower.get();
        if (followed != null) {
            followed.states().forEach(state -> health.withDetail(state.name(), describe(state)));
        }
        return health.build();
    }

    static String describe(FollowedState state) {
        var version = state.serving().map(runs -> named(runs.version())).orElse("nothing");
        if (state.condition() == Condition.LOADING) {
            return "nothing serves yet";
        }
        var text = version + " serves";
        return state.message()
                .map(message -> text + "; not what was announced: " + message)
                .orElse(text);
    }

    private static String named(ModelVersion version) {
        return "version " + version.version();
    }
}
