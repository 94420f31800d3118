package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.cluster.ClusterRoutes;
import io.sightline.command.RuntimeSurroundings;
import io.sightline.lifecycle.LeasedTurns;
import io.sightline.live.LiveRoutes;
import io.sightline.live.PipeQueries;
import io.sightline.live.RouteCommands;
import io.sightline.live.RouteQueries;
import io.sightline.live.RouteSources;
import io.sightline.live.RouteSwitch;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.handler.MappedInterceptor;

/** What tells of routes by REST, and stops and starts them. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnStage(Stage.API)
class RouteApiConfiguration {
    @Bean
    RouteQueries routeQueries(CamelContext camel, Optional<LiveRoutes> live, MeterRegistry meters, Clock clock) {
        return new RouteQueries(camel, live, meters, clock);
    }

    @Bean
    CamelContextConfiguration rememberedFailures(Clock clock) {
        return new RememberedFailures(clock);
    }

    /** Camel's own mapping of paths to routes takes interceptors of this kind alone. */
    @Bean
    MappedInterceptor stoppedRoutes(CamelContext camel, Optional<LiveRoutes> live) {
        return new MappedInterceptor(null, new StoppedRoutes(camel, live));
    }

    @Bean
    RouteCommands routeCommands(
            CamelContext camel, Optional<LiveRoutes> live, RoutesProperties routes, MeterRegistry meters, Clock clock) {
        var guarded = RuntimeSurroundings.guarded(getClass().getClassLoader(), routes.replace());
        var switched = new RouteSwitch(camel, live, guarded, routes.stopTimeout());
        return new RouteCommands(camel, switched, live, meters, clock);
    }

    @Bean
    PipeQueries pipeQueries(
            CamelContext camel,
            Optional<RouteSources> sources,
            Optional<ClusterRoutes> cluster,
            Optional<LeasedTurns> turns,
            MeterRegistry meters,
            Clock clock) {
        return new PipeQueries(
                camel,
                sources,
                file -> cluster.flatMap(known -> known.resource(file)),
                () -> turns.map(LeasedTurns::owners).orElse(Map.of()),
                meters,
                clock);
    }
}
