package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.load.ClosedLoop;
import io.sightline.benchmark.load.Load;
import io.sightline.benchmark.load.Window;
import io.sightline.benchmark.server.MeasuredServer;
import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.http.RawRequest;
import io.sightline.runtime.LimitedClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every request pays before it is served, beside the cheapest request there is; judges no figure. */
@Tag("benchmark")
@Tag("token")
@ExtendWith(TestStack.class)
class TokenBenchmarkIT {
    private static final int ROUNDS = Rounds.count(5);
    private static final int SECONDS = Rounds.seconds(5);
    private static final int CLIENTS = 4;
    private static final int TOKENS = 2_000;
    private static final int CALLS = 200_000;
    private static final int NO_LIMIT = 1_000_000;
    private static final String NEW = "verify a new token";
    private static final String SEEN = "verify a token that was seen";
    private static final String RATE = "limit the client's rate";
    private static final String HEADERS = "filter headers";

    private final CallCost costs = new CallCost();

    @Test
    void everyPartIsMeasuredBesideARequest(DevStack stack) throws Exception {
        // Given
        var report = new Report("token", Rounds.command("token", ROUNDS, SECONDS));
        // When
        var fetches = measureParts();
        var request = requestMicros(stack);
        // Then
        for (var part : List.of(NEW, SEEN, RATE, HEADERS)) {
            row(part, request, report);
        }
        report.target(Target.atMost("CPU, microseconds: " + NEW, costs.micros(NEW), 100));
        report.target(Target.atMost("CPU, microseconds: " + SEEN, costs.micros(SEEN), 100));
        report.target(Target.atMost("calls for keys while tokens are verified", fetches, 0));
        report.target(Target.atMost("part of a request: " + RATE, costs.micros(RATE) / request, 0.01));
        report.target(Target.atMost("part of a request: " + HEADERS, costs.micros(HEADERS) / request, 0.01));
        report.publish();
        assertThat(report.isEmpty()).isFalse();
    }

    /** The first round is for the compiler. Returns how often keys were fetched in all of them. */
    private int measureParts() throws Exception {
        var fetches = 0;
        var unheeded = new CallCost();
        var client = new LimitedClient(NO_LIMIT);
        try (var realm = new SigningRealm();
                var headers = new FilteredHeaders()) {
            var tokens = realm.tokens(TOKENS + 1);
            for (int round = 0; round <= ROUNDS; round++) {
                var noted = round == 0 ? unheeded : costs;
                var verifier = realm.verifier();
                var seen = tokens.get(TOKENS);
                verifier.verify(seen);
                var before = realm.fetches();
                noted.round(NEW, TOKENS, number -> verifier.verify(tokens.get(number)));
                noted.round(SEEN, CALLS, number -> verifier.verify(seen));
                fetches += realm.fetches() - before;
                noted.round(RATE, CALLS, number -> client.send());
                noted.round(HEADERS, CALLS, number -> {
                    if (headers.passing() == 0) {
                        throw new IllegalStateException("no header passes");
                    }
                });
            }
        }
        return fetches;
    }

    /** CPU of the runtime per request, in microseconds; the median over the rounds. */
    private static double requestMicros(DevStack stack) throws Exception {
        var settings = stack.isolate("token");
        settings.put("sightline.stages", "api");
        settings.put("sightline.http.client-rate", Integer.toString(NO_LIMIT));
        try (var sightline = SightlineServer.start(settings)) {
            ask(stack, sightline, Rounds.warmUp());
            var micros = new ArrayList<Double>();
            for (int round = 0; round < ROUNDS; round++) {
                var load = ask(stack, sightline, Rounds.window(SECONDS));
                assertThat(load.others()).isEmpty();
                micros.add(1000 * load.serverCpuMillis());
            }
            return Figure.median(micros);
        }
    }

    private static Load ask(DevStack stack, MeasuredServer sightline, Window window)
            throws InterruptedException, ExecutionException {
        var request = RawRequest.of("GET", "/v1/models")
                .token(stack.token("sightline-dev"))
                .bytes();
        return new ClosedLoop(sightline.address(), sightline.processes(), window).run(CLIENTS, List.of(request));
    }

    private void row(String part, double request, Report report) {
        var row = new LinkedHashMap<String, Object>();
        row.put("part", part);
        row.put("CPU, microseconds", costs.micros(part));
        row.put("lowest", Collections.min(costs.rounds(part)));
        row.put("highest", Collections.max(costs.rounds(part)));
        row.put("of GET /v1/models", costs.micros(part) / request);
        row.put("GET /v1/models, microseconds", request);
        report.row(row);
    }
}
