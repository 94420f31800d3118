package io.sightline.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.JsonBody;
import io.sightline.integration.FileState;
import io.sightline.kubernetes.ClusterResource;
import io.sightline.lifecycle.LeaseHolders;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Answers which Pipes this process knows, how they fare, and where they run. */
public final class PipeQueries {
    /** Begins the names of leases that are turns of Pipes. */
    public static final String LEASE = "pipe ";

    private final Optional<RouteSources> sources;
    private final Function<String, Optional<ClusterResource>> resources;
    private final LeaseHolders holders;
    private final RouteReport.Source reports;

    /**
     * Answers from what a process knows.
     *
     * @param sources empty when this process runs no routes of integrators
     * @param resources the resource of the Kubernetes API that a file is
     */
    public PipeQueries(
            CamelContext camel,
            Optional<RouteSources> sources,
            Function<String, Optional<ClusterResource>> resources,
            LeaseHolders holders,
            MeterRegistry meters,
            Clock clock) {
        this.sources = sources;
        this.resources = resources;
        this.holders = holders;
        this.reports = new RouteReport.Source(camel, meters, clock);
    }

    /** Body out: the answer. */
    public void answer(Exchange exchange) {
        var owners = owners();
        var answers = new ArrayList<Pipe>();
        sources.map(RouteSources::pipes).orElse(Map.of()).values().stream()
                .sorted((one, other) -> one.file().name().compareTo(other.file().name()))
                .forEach(pipe -> pipe.placement().names().forEach(name -> answers.add(pipe(name, pipe, owners))));
        JsonBody.set(exchange.getMessage(), new Answer(answers));
    }

    /** None while the database is away: the rest of the answer is worth having then. */
    private Map<String, String> owners() {
        try {
            return holders.of(LEASE);
        } catch (SQLException e) {
            return Map.of();
        }
    }

    private Pipe pipe(String name, RouteSources.Pipe pipe, Map<String, String> owners) {
        var file = pipe.file().name();
        var resource = resources.apply(file);
        var owner = owners.get(pipe.placement().names().get(0));
        return new Pipe(
                name,
                resource.map(ClusterResource::namespace).orElse(null),
                resource.isPresent() ? "kubernetes" : "file",
                file,
                resource.map(ClusterResource::generation).orElse(null),
                phase(pipe, resource),
                message(pipe, resource),
                pipe.placement().everywhere() ? "every-pod" : "one-pod",
                owner,
                reports.lastFailure(name).orElse(null),
                reports.report(name, file).map(RouteReport::exchanges).orElse(null));
    }

    private static String phase(RouteSources.Pipe pipe, Optional<ClusterResource> resource) {
        if (pipe.state().isPresent()) {
            return switch (pipe.state().get().condition()) {
                case LIVE -> "ready";
                case INVALID, FAILED, DOWN -> "error";
                case REMOVED -> "waiting";
            };
        }
        // What another process says of it.
        return resource.map(known -> known.status().phase())
                .map(phase -> switch (phase) {
                    case "Ready" -> "ready";
                    case "Error" -> "error";
                    default -> "waiting";
                })
                .orElse("waiting");
    }

    private static @Nullable String message(RouteSources.Pipe pipe, Optional<ClusterResource> resource) {
        var message = pipe.state()
                .map(FileState::message)
                .or(() -> resource.map(known -> known.status().ready().message()))
                .orElse("");
        return message.isEmpty() ? null : RouteReport.shortened(message);
    }

    private record Answer(List<Pipe> pipes) {}

    /**
     * A Pipe.
     *
     * @param runsOn process whose turn it is; null when it is that of none, or not known
     * @param lastFailure what its last exchange in this process failed with that failed; null when none has
     * @param exchanges of this process; null when it does not run here
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Pipe(
            String name,
            @Nullable String namespace,
            String source,
            String file,
            @Nullable Long generation,
            String phase,
            @Nullable String message,
            String placement,
            @Nullable String runsOn,
            RouteReport.@Nullable Failure lastFailure,
            RouteReport.@Nullable Exchanges exchanges) {}
}
