package io.sightline.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Stops routes so that what has begun ends first. Camel alone lets a route on {@code direct:} take calls until by
 * chance none is under way, looks for that once a second, and breaks them off in the end: seen on 4.17.0.
 */
final class RouteStops {
    private static final long LOOK_MILLIS = 10;

    /** A call that has just found its route is not counted yet. */
    private static final int QUIET_LOOKS = 5;

    /** When what is under way does not end for so long, it may wait for a call that is held. */
    private static final long STALL_NANOS = Duration.ofMillis(500).toNanos();

    /** When it takes so long, somebody may wonder why no change is made. */
    private static final Duration TELLING = Duration.ofSeconds(3);

    /** What others have left of the time may be too little for a queue that has not begun to stop. */
    private static final long LEAST_NANOS = Duration.ofSeconds(1).toNanos();

    private static final String DIRECT = "direct";
    private static final String SEDA = "seda";
    private static final String KAMELET = "kamelet";

    private final CamelContext camel;
    private final Duration patience;

    /** @param patience how long routes that stop together may take to end what they have begun */
    RouteStops(CamelContext camel, Duration patience) {
        this.camel = camel;
        this.patience = patience;
    }

    /**
     * Stops routes: those first that begin something, then those that are called, callers before the called.
     *
     * @throws Exception what the first fails with that cannot be stopped; the others have stopped
     */
    void stop(Collection<String> ids) throws Exception {
        var levels = levels(ids);
        // Health takes a route that starts by itself and does not run for one that has failed.
        levels.values().forEach(level -> level.forEach(route -> route.setAutoStartup(false)));
        var held = new ArrayList<HeldCalls>();
        var failures = new ArrayList<Exception>();
        var paused = new ArrayList<Route>();
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (var level : levels.values()) {
                end = Math.max(end, System.nanoTime() + LEAST_NANOS);
                pause(level, Set.copyOf(ids), held, end);
                for (var route : level) {
                    if (begins(route, DIRECT)) {
                        paused.add(route);
                    } else {
                        stop(route, end, failures);
                    }
                }
            }
            // Until all are quiet any of them may still be called by another one.
            for (var route : paused) {
                stop(route, end, failures);
            }
        } finally {
            held.forEach(HeldCalls::release);
        }
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private void stop(Route route, long end, List<Exception> failures) {
        try {
            long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            camel.getRouteController().stopRoute(route.getId(), left, TimeUnit.MILLISECONDS);
        } catch (Exception e) {
            failures.add(e);
        }
    }

    private Map<Integer, List<Route>> levels(Collection<String> ids) {
        var routes = new ArrayList<Route>();
        for (var id : ids) {
            var route = camel.getRoute(id);
            if (route != null) {
                routes.add(route);
            }
        }
        var depths = depths(routes.stream().filter(RouteStops::isCalled).toList());
        int last = ids.size() + 1;
        return routes.stream()
                .sorted(Comparator.comparing(Route::getId))
                .collect(Collectors.groupingBy(
                        // A route of a Kamelet is called by those alone that stop with it.
                        route -> isKamelet(route) ? last : depths.getOrDefault(route, 0),
                        TreeMap::new,
                        Collectors.toList()));
    }

    private static Map<Route, Integer> depths(List<Route> routes) {
        var depths = new HashMap<Route, Integer>();
        var called = new HashMap<Route, Set<String>>();
        var sources = new HashMap<Route, List<String>>();
        for (var route : routes) {
            depths.put(route, 1);
            called.put(route, called(route));
            sources.put(route, KameletSources.with(route));
        }
        // Routes that call each other in a ring have no order.
        boolean isSettled = false;
        for (int round = 1; round < routes.size() && !isSettled; round++) {
            isSettled = true;
            for (var caller : routes) {
                for (var route : routes) {
                    int depth = Math.min(depths.getOrDefault(caller, 1) + 1, routes.size());
                    if (route != caller
                            && depth > depths.getOrDefault(route, 1)
                            && (sources.getOrDefault(route, List.of()).contains(caller.getId())
                                    || called.getOrDefault(caller, Set.of())
                                            .contains(EndpointNames.target(route.getEndpoint())))) {
                        depths.put(route, depth);
                        isSettled = false;
                    }
                }
            }
        }
        return depths;
    }

    private static boolean isCalled(Route route) {
        return begins(route, DIRECT) || begins(route, SEDA) || (begins(route, KAMELET) && !isKamelet(route));
    }

    /** Whether it is an action or a sink, and no route that begins with a source. */
    private static boolean isKamelet(Route route) {
        return EndpointNames.target(route.getEndpoint()).equals("kamelet:source");
    }

    /** A producer may have other options than the consumer. */
    private static Set<String> called(Route route) {
        var endpoints = new HashSet<String>();
        for (var service : route.getServices()) {
            for (var child : ServiceHelper.getChildServices(service)) {
                if (child instanceof EndpointAware sender && child != route.getConsumer()) {
                    endpoints.add(EndpointNames.target(sender.getEndpoint()));
                }
            }
        }
        return endpoints;
    }

    private void pause(List<Route> routes, Set<String> stopping, List<HeldCalls> all, long end) throws Exception {
        int first = all.size();
        var paused = routes.stream().filter(this::isPausable).toList();
        for (var route : paused) {
            if (begins(route, DIRECT)) {
                all.add(HeldCalls.of(route, stopping));
            } else {
                ServiceHelper.suspendService(route.getConsumer());
            }
        }
        long telling = System.nanoTime() + TELLING.toNanos();
        var held = all.subList(first, all.size());
        long stall = System.nanoTime() + STALL_NANOS;
        int stalls = 0;
        for (int quiet = 0; quiet < QUIET_LOOKS && !paused.isEmpty() && System.nanoTime() < end; quiet++) {
            if (!rest()) {
                return;
            }
            var busy = paused.stream().map(Route::getId).filter(this::isBusy).toList();
            if (!busy.isEmpty()) {
                quiet = -1;
                if (System.nanoTime() > telling) {
                    LiveRoutes.LOG
                            .atWarn()
                            .addKeyValue("routes", busy)
                            .addKeyValue("limit", patience)
                            .log("Routes stop as soon as what they have begun ends, and changes wait until then");
                    telling = end;
                }
                if (System.nanoTime() > stall && !held.isEmpty()) {
                    // One after the other: were all let through, new calls would begin and wait as the former did.
                    held.get(stalls++ % held.size()).letThrough();
                    stall = System.nanoTime() + STALL_NANOS;
                }
            }
        }
    }

    private boolean isBusy(String id) {
        return camel.getInflightRepository().size(id) > 0;
    }

    /** One that holds a queue must go on until that is empty, which Camel sees to. */
    private boolean isPausable(Route route) {
        var consumer = route.getConsumer();
        return consumer instanceof Suspendable
                && camel.getRouteController().getRouteStatus(route.getId()).isStarted()
                && (begins(route, DIRECT)
                        || !(consumer instanceof ShutdownAware aware
                                && aware.deferShutdown(route.getShutdownRunningTask())));
    }

    private static boolean rest() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean begins(Route route, String scheme) {
        return EndpointNames.scheme(route.getEndpoint()).equals(scheme);
    }
}
