package io.sightline.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.JsonBody;
import io.sightline.integration.FileState;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/** Answers which routes there are in this process, and how the files of integrators fare. */
public final class RouteQueries {
    private final CamelContext camel;
    private final Optional<LiveRoutes> live;
    private final RouteReport.Source reports;

    /** @param live empty when this process follows no folder of routes */
    public RouteQueries(CamelContext camel, Optional<LiveRoutes> live, MeterRegistry meters, Clock clock) {
        this.camel = camel;
        this.live = live;
        this.reports = new RouteReport.Source(camel, meters, clock);
    }

    /** Body out: the answer. */
    public void answer(Exchange exchange) {
        var files = live.map(LiveRoutes::filesOfRoutes).orElse(Map.of());
        var routes = camel.getRoutes().stream()
                .map(Route::getId)
                .flatMap(id -> reports.report(id, files.get(id)).stream())
                .sorted(Comparator.comparing(RouteReport::id))
                .toList();
        var states = live.map(LiveRoutes::states).orElse(List.of()).stream()
                .map(RouteQueries::file)
                .toList();
        JsonBody.set(exchange.getMessage(), new Answer(routes, states));
    }

    private static File file(FileState state) {
        return new File(
                state.file(),
                state.condition().name().toLowerCase(Locale.ROOT),
                state.since().truncatedTo(ChronoUnit.MILLIS).toString(),
                state.message().isEmpty() ? null : RouteReport.shortened(state.message()));
    }

    private record Answer(List<RouteReport> routes, List<File> files) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record File(
            String file,
            String state,
            String since,
            @Nullable String message) {}
}
