package io.sightline.live;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.CurrentCaller;
import io.sightline.camel.JsonBody;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.Caller;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Stops and starts routes of this process for those who operate it. */
public final class RouteCommands {
    private final RouteSwitch routes;
    private final Optional<LiveRoutes> live;
    private final RouteReport.Source reports;

    /** @param live empty when this process follows no folder of routes */
    public RouteCommands(
            CamelContext camel, RouteSwitch routes, Optional<LiveRoutes> live, MeterRegistry meters, Clock clock) {
        this.routes = routes;
        this.live = live;
        this.reports = new RouteReport.Source(camel, meters, clock);
    }

    /** Header in: id. Body out: the route. */
    public void stop(Exchange exchange) {
        carryOut(exchange, "stopped", routes::stop);
    }

    /** The same. */
    public void start(Exchange exchange) {
        carryOut(exchange, "started", routes::start);
    }

    private void carryOut(Exchange exchange, String done, Command command) {
        var caller = CurrentCaller.of(exchange);
        requireEverySource(caller);
        var message = exchange.getMessage();
        var id = message.getHeader("id", "", String.class);
        if (command.isCarriedOut(id)) {
            LiveRoutes.LOG
                    .atInfo()
                    .addKeyValue("route", id)
                    .addKeyValue("subject", caller.subject())
                    .addKeyValue("client", caller.clientId())
                    .log("A route was " + done + " by request");
        }
        var files = live.map(LiveRoutes::filesOfRoutes).orElse(Map.of());
        var report = reports.report(id, files.get(id)).orElseThrow(() -> RouteSwitch.unknown(id));
        message.removeHeaders("*");
        JsonBody.set(message, report);
    }

    /** A route carries what belongs to every source. */
    private static void requireEverySource(Caller caller) {
        if (!caller.sources().everySource()) {
            throw new PermanentFailure(
                    FailureCode.FORBIDDEN,
                    "A route carries what belongs to every source, and the access token does not permit every source:"
                            + " its claim sightline_sources must be \"*\".");
        }
    }

    /** On a route. */
    private interface Command {
        /** Whether there was something to do. */
        boolean isCarriedOut(String id);
    }
}
