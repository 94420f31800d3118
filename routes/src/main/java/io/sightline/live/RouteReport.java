package io.sightline.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * What answers say of a route.
 *
 * @param state what Camel says of it
 * @param file that it comes from; null when it is built in
 * @param since when it started; null when it does not run
 * @param lastError what went wrong when it was last started or stopped
 * @param lastFailure what its last exchange failed with that failed; null when none has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RouteReport(
        String id,
        String state,
        boolean builtIn,
        @Nullable String file,
        @Nullable String since,
        @Nullable String lastError,
        @Nullable Failure lastFailure,
        Exchanges exchanges) {
    private static final int LONGEST = 2000;

    /** Of its exchanges. */
    record Exchanges(long total, long failed, long inFlight) {}

    /** Of an exchange; times in ISO 8601. */
    record Failure(String error, String at, String since) {
        private static Failure of(LastFailure.Failure failure) {
            return new Failure(failure.error(), text(failure.at()), text(failure.since()));
        }

        private static String text(Instant time) {
            return time.truncatedTo(ChronoUnit.MILLIS).toString();
        }
    }

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
                    LastFailure.of(route).map(Failure::of).orElse(null),
                    new Exchanges(
                            count("camel.exchanges.total", id),
                            count("camel.exchanges.failed", id),
                            camel.getInflightRepository().size(id))));
        }

        /** What the last exchange of a route, or of the Kamelet that it begins with, failed with. */
        Optional<Failure> lastFailure(String id) {
            return Stream.ofNullable(camel.getRoute(id))
                    .flatMap(route -> KameletSources.with(route).stream())
                    .flatMap(one -> Stream.ofNullable(camel.getRoute(one)))
                    .flatMap(one -> LastFailure.of(one).stream())
                    .max(Comparator.comparing(LastFailure.Failure::at))
                    .map(Failure::of);
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
