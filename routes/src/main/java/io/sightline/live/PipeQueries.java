package io.sightline.live;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.JsonBody;
import io.sightline.kubernetes.ClusterResource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Answers which Pipes this process knows, how they fare, and where they run. */
public final class PipeQueries {
    private final Optional<RouteSources> sources;
    private final Function<String, Optional<ClusterResource>> resources;
    private final Supplier<Map<String, String>> owners;
    private final RouteReport.Source reports;

    /**
     * Answers from what a process knows.
     *
     * @param sources empty when this process runs no routes of integrators
     * @param resources the resource of the Kubernetes API that a file is
     * @param owners processes by name of the Pipe whose turn they have, as far as is known
     */
    public PipeQueries(
            CamelContext camel,
            Optional<RouteSources> sources,
            Function<String, Optional<ClusterResource>> resources,
            Supplier<Map<String, String>> owners,
            MeterRegistry meters,
            Clock clock) {
        this.sources = sources;
        this.resources = resources;
        this.owners = owners;
        this.reports = new RouteReport.Source(camel, meters, clock);
    }

    /** Body out: the answer. */
    public void answer(Exchange exchange) {
        var known = owners.get();
        var answers = new ArrayList<Pipe>();
        sources.map(RouteSources::pipes).orElse(Map.of()).values().stream()
                .sorted((one, other) -> one.file().name().compareTo(other.file().name()))
                .forEach(pipe ->
                        pipe.placement().names().forEach(name -> answers.add(pipe(name, pipe, known.get(name)))));
        JsonBody.set(exchange.getMessage(), new Answer(answers));
    }

    private Pipe pipe(String name, RouteSources.Pipe pipe, @Nullable String owner) {
        var file = pipe.file().name();
        var resource = resources.apply(file);
        // What its status says is of one that runs it, and nobody may do that any more.
        var elsewhere = resource.filter(known -> owner != null);
        return new Pipe(
                name,
                resource.map(ClusterResource::namespace).orElse(null),
                resource.isPresent() ? "kubernetes" : "file",
                file,
                resource.map(ClusterResource::generation).orElse(null),
                phase(pipe, elsewhere),
                message(pipe, elsewhere),
                pipe.placement().everywhere() ? "every-pod" : "one-pod",
                owner,
                pipe.running().flatMap(running -> reports.lastFailure(name)).orElse(null),
                report(name, pipe).map(RouteReport::exchanges).orElse(null));
    }

    /** Of its own route: another one may have the id of a Pipe that does not run. */
    private Optional<RouteReport> report(String name, RouteSources.Pipe pipe) {
        return pipe.running()
                .flatMap(running -> reports.report(name, pipe.file().name()));
    }

    private List<String> stopped(RouteSources.Pipe pipe) {
        return sources.map(known -> known.stopped(pipe)).orElse(List.of());
    }

    private String phase(RouteSources.Pipe pipe, Optional<ClusterResource> elsewhere) {
        if (pipe.state().isPresent()) {
            return switch (pipe.state().get().condition()) {
                case LIVE -> stopped(pipe).isEmpty() ? "ready" : "waiting";
                case INVALID, FAILED, DOWN -> "error";
                case REMOVED -> "waiting";
            };
        }
        // What another process says of it.
        return elsewhere
                .map(known -> known.status().phase())
                .map(phase -> switch (phase) {
                    case "Ready" -> "ready";
                    case "Error" -> "error";
                    default -> "waiting";
                })
                .orElse("waiting");
    }

    private @Nullable String message(RouteSources.Pipe pipe, Optional<ClusterResource> elsewhere) {
        var stopped = stopped(pipe);
        var message = pipe.state()
                .map(state -> Stream.of(
                                state.message(), stopped.isEmpty() ? "" : "stopped: " + String.join(", ", stopped))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("; ")))
                .or(() -> elsewhere.map(known -> known.status().ready().message()))
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
