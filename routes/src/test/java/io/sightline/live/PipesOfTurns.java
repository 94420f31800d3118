package io.sightline.live;

import io.sightline.integration.SourceFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;

/** Files of Pipes that run here as far as it is this process' turn. */
abstract class PipesOfTurns {
    private static final String PIPE = """
            apiVersion: camel.apache.org/v1
            kind: Pipe
            metadata: {name: %1$s, annotations: {sightline.runs-on: %2$s}}
            spec: {source: {uri: 'timer:%1$s?delay=0&period=10'}, sink: {uri: '%3$s?level=TRACE'}}
            """;
    static final String KAMELET = """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata: {name: watched-action, labels: {camel.apache.org/kamelet.type: action}}
            spec:
              definition: {title: Watched Action, description: Does something at its start, type: object}
              template: {from: {uri: kamelet:source, steps: [{process: {ref: watched}}]}}
            """;
    private static final String ONE = "one-pod";

    static final Duration PATIENCE = Duration.ofMinutes(1);

    final LiveFiles bench;
    final HandedTurns turns = new HandedTurns();
    private final Map<String, SourceFile> files = new TreeMap<>();
    final RouteSources sources;

    PipesOfTurns() throws Exception {
        bench = new LiveFiles();
        sources = new RouteSources(bench.live, turns);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** @param onStart what is done when a route starts that uses the Kamelet "watched" */
    void watch(Runnable onStart) {
        bench.camel.getRegistry().bind("watched", new AsyncProcessorSupport() {
            @Override
            protected void doStart() {
                onStart.run();
            }

            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                callback.done(true);
                return true;
            }
        });
    }

    void with(String name, String text) {
        files.put(name, new SourceFile(name, text.getBytes(StandardCharsets.UTF_8)));
    }

    List<SourceFile> files() {
        return List.copyOf(files.values());
    }

    void put(String name, String text) {
        with(name, text);
        sources.put("folder", files());
    }

    /** Whether the route of a Pipe is there when all is looked at once more. */
    boolean runs(String pipe) {
        sources.apply();
        return bench.camel.getRoute(pipe) != null;
    }

    /** Its steps are the Kamelet of this name. */
    static String using(String kamelet, String pipe) {
        return pipe.replace(
                "sink:",
                "steps: [{ref: {kind: Kamelet, name: " + kamelet
                        + "-action, apiVersion: camel.apache.org/v1}}], sink:");
    }

    static String pipe(String name, String sink) {
        return PIPE.formatted(name, ONE, sink);
    }
}
