package io.sightline.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.cluster.ClusterClient;
import io.sightline.cluster.ClusterRoutes;
import io.sightline.command.RuntimeSurroundings;
import io.sightline.integration.FileState.Condition;
import io.sightline.integration.RoutesFolder;
import io.sightline.lifecycle.LeasedTurns;
import io.sightline.live.FolderWatch;
import io.sightline.live.LiveRoutes;
import io.sightline.live.MountedValues;
import io.sightline.live.OwnTimers;
import io.sightline.live.RouteSources;
import io.sightline.live.TurnKeeper;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** What puts the routes of integrators live. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.PIPES)
@Conditional(RoutesConfiguration.OnAnySource.class)
class RoutesConfiguration {
    private static final String DIRECTORY = "sightline.routes.directory";
    private static final String KUBERNETES = "sightline.kubernetes.pipes";

    @Bean
    LiveRoutes liveRoutes(
            CamelContext camel,
            RoutesProperties routes,
            KubernetesProperties kubernetes,
            ConfigurableEnvironment environment,
            ConfigurableListableBeanFactory beans,
            Clock clock,
            MeterRegistry meters) {
        camel.getPropertiesComponent().addPropertiesFunction(new MountedValues("secret", kubernetes.secrets()));
        camel.getPropertiesComponent().addPropertiesFunction(new MountedValues("configmap", kubernetes.configMaps()));
        var surroundings = RuntimeSurroundings.of(
                        getClass().getClassLoader(), properties(environment), routes.replace())
                .withBeans(
                        BeanNames.own(beans),
                        name -> beans.containsBean(name) || camel.getRegistry().lookupByName(name) != null);
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
                        .register(meters));
        return live;
    }

    /** By the name that Camel looks for. */
    @Bean("timer-component")
    OwnTimers timers() {
        return new OwnTimers();
    }

    @Bean
    OwnConnection pipeTurnsConnection(DataSource database, PipesProperties pipes) {
        return new OwnConnection(database, "pipe-turns", LeasedTurns.patience(pipes.lease()));
    }

    @Bean
    LeasedTurns pipeTurns(OwnConnection pipeTurnsConnection, PipesProperties pipes) {
        return new LeasedTurns(
                pipeTurnsConnection.database(), "pipe " + pipes.group() + "/", ProcessName.unique(), pipes.lease());
    }

    @Bean
    RouteSources routeSources(LiveRoutes liveRoutes, LeasedTurns pipeTurns, MeterRegistry meters) {
        var sources = new RouteSources(liveRoutes, pipeTurns);
        Gauge.builder("sightline.pipes.held", pipeTurns, turns -> turns.held().size())
                .register(meters);
        return sources;
    }

    @Bean
    TurnKeeper turnKeeper(LeasedTurns pipeTurns, RouteSources routeSources, PipesProperties pipes) {
        return new TurnKeeper(pipeTurns, routeSources, pipes.lease());
    }

    @Bean
    @ConditionalOnProperty(DIRECTORY)
    FolderWatch folderWatch(RouteSources routeSources, RoutesProperties routes, Clock clock) {
        var folder = new RoutesFolder(Objects.requireNonNull(routes.directory()), clock);
        return new FolderWatch(folder, files -> routeSources.put("folder", files), routes.period());
    }

    @Bean
    @ConditionalOnProperty(KUBERNETES)
    ClusterRoutes clusterRoutes(
            CamelContext camel,
            RouteSources routeSources,
            KubernetesProperties kubernetes,
            MeterRegistry meters,
            Clock clock) {
        var client = ClusterClient.build();
        var namespace = Optional.ofNullable(kubernetes.namespace()).orElseGet(client::getNamespace);
        var cluster = new ClusterRoutes(
                client,
                namespace,
                kubernetes.resync(),
                routeSources,
                id -> ServiceStatus.Started == camel.getRouteController().getRouteStatus(id),
                ProcessName.host(),
                clock);
        Gauge.builder(
                        "sightline.kubernetes.connected",
                        cluster,
                        it -> it.connection().connected() ? 1 : 0)
                .register(meters);
        return cluster;
    }

    @Bean
    @ConditionalOnProperty(KUBERNETES)
    ClusterHealth kubernetesHealthIndicator(ClusterRoutes clusterRoutes) {
        return new ClusterHealth(clusterRoutes);
    }

    /** The built-in routes have started by then, and the process is ready only after it. */
    @Bean
    ApplicationRunner routeSourcesStart(
            TurnKeeper turnKeeper, Optional<FolderWatch> folderWatch, Optional<ClusterRoutes> clusterRoutes) {
        return arguments -> {
            turnKeeper.start();
            folderWatch.ifPresent(FolderWatch::start);
            clusterRoutes.ifPresent(ClusterRoutes::start);
        };
    }

    /** Told first of all when the process ends: what it had begin now would meet a Camel context that stops. */
    @Bean
    ApplicationListener<ContextClosedEvent> turnKeeperLeaves(TurnKeeper turnKeeper) {
        // Of a lambda Spring does not know which events it takes.
        return new ApplicationListener<>() {
            @Override
            public void onApplicationEvent(ContextClosedEvent closed) {
                turnKeeper.leave();
            }
        };
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

    /** There is something to follow. */
    static final class OnAnySource extends AnyNestedCondition {
        OnAnySource() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty(DIRECTORY)
        static final class Directory {}

        @ConditionalOnProperty(KUBERNETES)
        static final class Kubernetes {}
    }
}
