package io.sightline.benchmark;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;

/** Two hundred Pipes, one of which answers by HTTP. */
final class ManyPipes {
    static final int COUNT = 200;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final JsonMapper json = new JsonMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final String token;

    /** @param token with the scope operations */
    ManyPipes(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** One that goes by the clock, slowly. */
    static String ticking(int number) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: ticks-%1$d}
                spec:
                  source:
                    ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: timer-source}
                    properties: {period: 60000, message: 'tick %1$d'}
                  sink:
                    ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: log-sink}
                """.formatted(number);
    }

    static String answering(String answer) {
        return """
                apiVersion: camel.apache.org/v1
                kind: Pipe
                metadata: {name: answers, annotations: {sightline.public: 'true'}}
                spec:
                  source: {uri: 'platform-http:/from-pipe'}
                  steps:
                    - ref: {kind: Kamelet, apiVersion: camel.apache.org/v1, name: set-body-action}
                      properties: {value: %s}
                  sink: {uri: 'log:answers?level=DEBUG'}
                """.formatted(answer);
    }

    URI answer() {
        return server.resolve("/from-pipe");
    }

    /**
     * Waits until all run.
     *
     * @param begin of what is measured, as System.nanoTime() says
     */
    void awaitReady(String what, Report report, long begin) throws IOException, InterruptedException {
        while (ready() < COUNT) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new IllegalStateException(ready() + " of " + COUNT + " Pipes run after " + LIMIT);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        var row = new LinkedHashMap<String, Object>();
        row.put("Pipes", COUNT);
        row.put("from", what);
        row.put("seconds", seconds);
        report.row(row);
        report.target(Target.atMost("seconds until all run, from " + what, seconds, 20));
    }

    private long ready() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve("/v1/pipes"))
                .header("Authorization", "Bearer " + token)
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
        long ready = 0;
        for (var pipe : json.readTree(answer.body()).path("pipes")) {
            ready += pipe.path("phase").asText().equals("ready") ? 1 : 0;
        }
        return ready;
    }
}
