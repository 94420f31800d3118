package io.sightline.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Routes of integrators, which go live while the process runs.
 *
 * @param directory folder whose routes are live, such as the mount of a ConfigMap; unset: none
 * @param period how long between two looks at the folder of routes, half of it when something has changed; two must
 *     find a file the same
 * @param replace ids of built-in routes that guard something and may be replaced all the same
 * @param loadTimeout how long the code of a Java file may take to build its routes
 * @param stopTimeout how long routes that are replaced, removed or stopped may take together to end what they have
 *     begun (those that are called by others have a second at least); other changes wait meanwhile, and the log says
 *     for which routes
 */
@Validated
@ConfigurationProperties("sightline.routes")
public record RoutesProperties(
        @Nullable Path directory,
        @DefaultValue("500ms") Duration period,
        @Nullable Set<String> replace,
        @DefaultValue("10s") Duration loadTimeout,
        @DefaultValue("30s") Duration stopTimeout) {
    @Override
    public Set<String> replace() {
        return replace == null ? Set.of() : replace;
    }
}
