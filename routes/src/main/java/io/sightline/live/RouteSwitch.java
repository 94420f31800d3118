package io.sightline.live;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;

/** Stops routes and starts them again, between two changes of files. */
public final class RouteSwitch {
    private final CamelContext camel;
    private final Optional<LiveRoutes> live;
    private final Set<String> guarded;
    private final RouteStops stops;
    private final Object turns;

    /**
     * Switches the routes of a context.
     *
     * @param live what changes routes too; empty when nothing does
     * @param guarded ids of routes that are left alone
     * @param patience how long a route that stops may take to end what it has begun
     */
    public RouteSwitch(CamelContext camel, Optional<LiveRoutes> live, Set<String> guarded, Duration patience) {
        this.camel = camel;
        this.live = live;
        this.guarded = Set.copyOf(guarded);
        this.stops = new RouteStops(camel, patience);
        // What puts files live holds itself while it does.
        this.turns = live.isPresent() ? live.get() : this;
    }

    /**
     * Stops a route when it has ended what it has begun; what has not ended in time is broken off. When it begins with
     * a Kamelet, that stops as well: what that goes on reading would find nobody to take it.
     *
     * @return whether it ran
     * @throws PermanentFailure NOT_FOUND when there is none of that id, ROUTE_GUARDED when it is left alone
     */
    boolean stop(String id) {
        synchronized (turns) {
            var ids = KameletSources.with(required(id));
            if (ids.stream().allMatch(one -> status(one).isStopped())) {
                return false;
            }
            try {
                stops.stop(ids);
                return true;
            } catch (Exception e) {
                setAutoStartup(ids);
                throw failure(id, "stop", e);
            }
        }
    }

    /**
     * Starts a route, and the Kamelet that it begins with.
     *
     * @return whether it did not run
     * @throws PermanentFailure NOT_FOUND when there is none of that id, ROUTE_GUARDED when it is left alone,
     *     UNEXPECTED_FAILURE with the reason when it does not start
     */
    boolean start(String id) {
        synchronized (turns) {
            // What reads comes last.
            var ids = KameletSources.with(required(id));
            if (ids.stream().allMatch(one -> status(one).isStarted())) {
                return false;
            }
            try {
                for (var one : ids) {
                    camel.getRouteController().startRoute(one);
                }
                setAutoStartup(ids);
                return true;
            } catch (Exception e) {
                stopAgain(ids, e);
                throw failure(id, "start", e);
            }
        }
    }

    private ServiceStatus status(String id) {
        return camel.getRouteController().getRouteStatus(id);
    }

    private void setAutoStartup(List<String> ids) {
        ids.forEach(one -> camel.getRoute(one).setAutoStartup(true));
    }

    /** A route without the Kamelet that it begins with would look as if it ran. */
    private void stopAgain(List<String> ids, Exception reason) {
        try {
            stops.stop(ids);
        } catch (Exception e) {
            reason.addSuppressed(e);
        }
    }

    private Route required(String id) {
        var route = camel.getRoute(id);
        if (route == null) {
            throw unknown(id);
        }
        if (guarded.contains(id)) {
            throw new PermanentFailure(
                    FailureCode.ROUTE_GUARDED,
                    "The built-in route " + id
                            + " guards something and is not switched; name it in sightline.routes.replace to allow that.");
        }
        if (isTheApi(route)) {
            throw new PermanentFailure(
                    FailureCode.ROUTE_GUARDED,
                    "By the built-in route " + id + " all requests come in, and it is not switched.");
        }
        return route;
    }

    /** By which requests come in, the one to start it again too. */
    private boolean isTheApi(Route route) {
        return route.isCreatedByRestDsl()
                && !live.map(LiveRoutes::filesOfRoutes).orElse(Map.of()).containsKey(route.getId());
    }

    static PermanentFailure unknown(String id) {
        return new PermanentFailure(
                FailureCode.NOT_FOUND,
                "There is no route " + Quotation.of(id) + " in this process; GET /v1/routes lists them.");
    }

    /** The cause is said and not kept: its messages may hold the value of a Secret. */
    private PermanentFailure failure(String id, String verb, Exception cause) {
        return new PermanentFailure(
                FailureCode.UNEXPECTED_FAILURE,
                "The route " + id + " does not " + verb + ": " + LoadException.reason(cause, camel));
    }
}
