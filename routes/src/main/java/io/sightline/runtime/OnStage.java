package io.sightline.runtime;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Decides by property {@code sightline.stages}. */
final class OnStage implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        var wanted = metadata.getAnnotations().get(ConditionalOnStage.class).getEnumArray("value", Stage.class);
        var running = stages(context.getEnvironment());
        return Arrays.stream(wanted).anyMatch(running::contains);
    }

    static Set<Stage> stages(@Nullable Environment environment) {
        if (environment == null) {
            return Set.of();
        }
        try {
            return Binder.get(environment)
                    .bind("sightline.stages", Bindable.setOf(Stage.class))
                    .orElse(Set.of());
        } catch (BindException e) {
            throw WrongValue.of(e, environment);
        }
    }
}
