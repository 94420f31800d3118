package io.sightline.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What answers say of a route.
 *
 * @param state what Camel says of it
 * @param file that it comes from; null when it is built in
 * @param since when it started; null when it does not run
 * @param lastError what went wrong when it was last started or stopped
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RouteReport(
        String id,
        String state,
        boolean builtIn,
        @Nullable String file,
        @Nullable String since,
        @Nullable String lastError,
        Exchanges exchanges) {
    private static final int LONGEST = 2000;

    /** Of its exchanges. */
    record Exchanges(long total, long failed, long inFlight) {}

    /** Looks at the routes of a process. */
    record Source(CamelContext camel, MeterRegistry meters, Clock clock) {
        /** Empty when there is no such route, or no longer. */
        Optional<RouteReport> report(String id, @Nullable String file) {
            var route = camel.getRoute(id);
            var status = camel.getRouteController().getRouteStatus(id);
            if (route == null || status == null) {
                return Optional.empty();
            }
            var error = route.getLastError();
            var failure = error == null ? null : error.getException();
            return Optional.of(new RouteReport(
                    id,
                    status.name().toLowerCase(Locale.ROOT),
                    file == null,
                    file,
                    status.isStarted()
                            ? clock.instant()
                                    .minusMillis(route.getUptimeMillis())
                                    .truncatedTo(ChronoUnit.MILLIS)
                                    .toString()
                            : null,
                    failure == null ? null : shortened(LoadException.reason(failure, camel)),
                    new Exchanges(
                            count("camel.exchanges.total", id),
                            count("camel.exchanges.failed", id),
                            camel.getInflightRepository().size(id))));
        }

        private long count(String meter, String route) {
            var counter = meters.find(meter).tag("routeId", route).counter();
            return counter == null ? 0 : (long) counter.count();
        }
    }

    static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
