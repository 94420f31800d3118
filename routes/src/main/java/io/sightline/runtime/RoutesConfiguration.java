package io.sightline.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.command.RuntimeSurroundings;
import io.sightline.integration.FileState.Condition;
import io.sightline.integration.RoutesFolder;
import io.sightline.live.FolderWatch;
import io.sightline.live.LiveRoutes;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** What puts the routes of integrators live. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.PIPES)
@ConditionalOnProperty("sightline.routes.directory")
class RoutesConfiguration {
    @Bean
    LiveRoutes liveRoutes(
            CamelContext camel,
            RoutesProperties routes,
            ConfigurableEnvironment environment,
            Clock clock,
            MeterRegistry meters) {
        var surroundings =
                RuntimeSurroundings.of(getClass().getClassLoader(), properties(environment), routes.replace());
        var limits = new LiveRoutes.Limits(routes.loadTimeout(), routes.stopTimeout());
        var live = new LiveRoutes(
                camel,
                surroundings,
                limits,
                clock,
                outcome -> meters.counter("sightline.routes.reloads", "outcome", label(outcome))
                        .increment());
        Arrays.stream(Condition.values())
                .forEach(condition -> Gauge.builder(
                                "sightline.routes.files",
                                live,
                                all -> all.states().stream()
                                        .filter(state -> state.condition() == condition)
                                        .count())
                        .tag("state", label(condition))
                        .description("Files of routes of integrators")
                        .register(meters));
        return live;
    }

    @Bean
    FolderWatch folderWatch(LiveRoutes liveRoutes, RoutesProperties routes, Clock clock) {
        var folder = new RoutesFolder(Objects.requireNonNull(routes.directory()), clock);
        return new FolderWatch(folder, liveRoutes, routes.period());
    }

    /** The built-in routes have started by then, and the process is ready only after it. */
    @Bean
    ApplicationRunner folderWatchStart(FolderWatch folderWatch) {
        return arguments -> folderWatch.start();
    }

    @Bean
    RoutesHealth routesHealthIndicator(LiveRoutes liveRoutes) {
        return new RoutesHealth(liveRoutes);
    }

    private static Set<String> properties(ConfigurableEnvironment environment) {
        var names = new HashSet<String>();
        for (var source : environment.getPropertySources()) {
            if (source instanceof EnumerablePropertySource<?> listed) {
                names.addAll(Arrays.asList(listed.getPropertyNames()));
            }
        }
        return names;
    }

    private static String label(Condition condition) {
        return condition.name().toLowerCase(Locale.ROOT);
    }
}
