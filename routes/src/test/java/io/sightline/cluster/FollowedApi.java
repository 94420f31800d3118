package io.sightline.cluster;

import io.sightline.integration.FileState.Condition;
import io.sightline.integration.Surroundings;
import io.sightline.lifecycle.Turns;
import io.sightline.live.LiveRoutes;
import io.sightline.live.RouteSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** A Camel context whose routes follow an API server. */
final class FollowedApi implements AutoCloseable {
    final CamelContext camel = new DefaultCamelContext();
    final List<Condition> outcomes = new CopyOnWriteArrayList<>();
    /** Turns that another process has. */
    final Set<String> elsewhere = ConcurrentHashMap.newKeySet();
    /** What asking for a turn fails with. */
    volatile @Nullable Error failure;

    final RouteSources sources;
    final ClusterRoutes cluster;

    FollowedApi(RememberingApi api, Duration resync) {
        camel.start();
        var live = new LiveRoutes(
                camel,
                Surroundings.of(getClass().getClassLoader()),
                new LiveRoutes.Limits(Duration.ofSeconds(10), Duration.ofSeconds(10)),
                Clock.systemUTC(),
                outcomes::add);
        sources = new RouteSources(live, new AllButSome());
        cluster = new ClusterRoutes(
                ClusterClient.build(api.config()),
                RememberingApi.NAMESPACE,
                resync,
                sources,
                id -> ServiceStatus.Started == camel.getRouteController().getRouteStatus(id),
                "pod-1",
                Clock.systemUTC());
        cluster.start();
    }

    /** What a route answers that begins with {@code direct:} and the name. */
    String ask(String name) {
        try (var producer = camel.createProducerTemplate()) {
            return producer.requestBody("direct:" + name, "", String.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String route) {
        return camel.getRoute(route) != null;
    }

    @Override
    public void close() {
        cluster.close();
        camel.stop();
    }

    /** One process has all turns but for those that another has. */
    private final class AllButSome implements Turns {
        @Override
        public void want(Collection<String> things) {
            // They are had already.
        }

        @Override
        public void keep(Collection<String> things) {
            // Nobody else waits for them.
        }

        @Override
        public void passOn(Collection<String> things) {
            // Nobody else waits for them.
        }

        @Override
        public boolean has(String thing) {
            var error = failure;
            if (error != null) {
                throw error;
            }
            return !elsewhere.contains(thing);
        }

        @Override
        public boolean isElsewhere(String thing) {
            return elsewhere.contains(thing);
        }
    }
}
