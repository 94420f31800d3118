package io.sightline.live;

import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.lifecycle.LeasedTurns;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.event.ExchangeCreatedEvent;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * A Camel context that takes turns with others on Pipes, each of which begins an exchange every twenty milliseconds.
 */
final class TurnTaker implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(3);
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: %1$s}
            spec: {source: {uri: 'timer:%1$s?delay=0&period=20'}, sink: {uri: 'log:%1$s?level=TRACE'}}
            """;

    final LiveRoutes live;
    final TurnKeeper keeper;
    private final CamelContext camel = new DefaultCamelContext();
    private final RouteSources sources;

    /**
     * Begins.
     *
     * @param group those of one group take turns
     * @param begun takes the time of each beginning, and its Pipe
     */
    TurnTaker(DataSource database, String group, String name, Beginnings begun) throws Exception {
        camel.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof ExchangeCreatedEvent created) {
                    var uri = created.getExchange().getFromEndpoint().getEndpointUri();
                    begun.add(name, uri.replaceFirst("^timer:/*", "").replaceFirst("\\?.*", ""));
                }
            }
        });
        camel.start();
        live = new LiveRoutes(
                camel,
                Surroundings.of(getClass().getClassLoader()),
                new LiveRoutes.Limits(Duration.ofSeconds(10), Duration.ofSeconds(10)),
                Clock.systemUTC(),
                outcome -> {});
        var turns = new LeasedTurns(database, group + "/", name, LEASE);
        sources = new RouteSources(live, turns);
        keeper = new TurnKeeper(turns, sources, LEASE);
        keeper.start();
    }

    /** It knows these Pipes and no others. */
    void put(String... pipes) {
        List<SourceFile> files = Stream.of(pipes)
                .map(pipe ->
                        new SourceFile(pipe + ".pipe.yaml", PIPE.formatted(pipe).getBytes(StandardCharsets.UTF_8)))
                .toList();
        sources.put("folder", files);
    }

    @Override
    public void close() {
        camel.stop();
        keeper.close();
    }
}
