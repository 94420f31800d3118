package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.benchmark.load.ClosedLoop;
import io.sightline.benchmark.load.Window;
import io.sightline.benchmark.server.MeasuredServer;
import io.sightline.benchmark.server.MlServer;
import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code /v2} with a tensor of 640x640 floats against bare ONNX Runtime and against MLServer, in turn; judges no
 * figure.
 */
@Tag("benchmark")
@Tag("tensors")
@ExtendWith(TestStack.class)
class TensorBenchmarkIT {
    private static final int SIDE = 640;
    /** Requests of this size come by the thousand while the process is young, so that its compiler is done. */
    private static final int SMALL_SIDE = 32;

    private static final int ROUNDS = Rounds.count(5);
    private static final int SECONDS = Rounds.seconds(10);
    private static final Window WINDOW = Rounds.window(SECONDS);
    private static final String ML_SERVER = "MLServer (base64)";
    private static final String BARE = "bare OrtSession.run";

    @Test
    void tensorsAreServedInBinary(DevStack stack) throws Exception {
        // Given
        var settings = stack.isolate("tensors");
        settings.put("sightline.stages", "api");
        var report = new Report("tensors", Rounds.command("tensors", ROUNDS, SECONDS));
        try (var sightline = SightlineServer.start(settings);
                var mlServer = MlServer.start(TextDetector.file(), 2);
                var session = new BareSession(TextDetector.file())) {
            Map<String, Duel.Contestant> contestants = new LinkedHashMap<>();
            contestants.put(
                    Duel.SIGHTLINE,
                    cell -> load(sightline, cell, TensorRequests.binary(SIDE, stack.token("sightline-dev"))));
            contestants.put(ML_SERVER, cell -> load(mlServer, cell, TensorRequests.base64(SIDE)));
            contestants.put(BARE, cell -> bare(session));
            var duels = new ArrayList<Duel>();
            for (var clients : new int[] {2, 4, 16}) {
                duels.add(new Duel(new Cell("text-detector", SIDE + "x" + SIDE + " floats", clients)));
            }
            // When
            for (var side : new int[] {SMALL_SIDE, SIDE}) {
                new ClosedLoop(sightline.address(), sightline.processes(), Rounds.warmUp())
                        .run(4, List.of(TensorRequests.binary(side, stack.token("sightline-dev"))));
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (var duel : duels) {
                    duel.round(round, contestants);
                }
            }
            // Then
            for (var duel : duels) {
                duel.report(report, BARE);
                report.target(Target.atLeast(
                        "rate by bare: " + duel.cell(), duel.ratio(Duel.SIGHTLINE, BARE, Outcome::rate), 0.95));
                report.target(Target.atLeast(
                        "rate by MLServer: " + duel.cell(), duel.ratio(Duel.SIGHTLINE, ML_SERVER, Outcome::rate), 1));
            }
            report.publish();
            assertThat(duels).allMatch(duel -> duel.figure(ML_SERVER, Outcome::failed) == 0);
            assertThat(duels).allMatch(duel -> duel.figure(Duel.SIGHTLINE, Outcome::failed) == 0);
        }
    }

    private static Outcome load(MeasuredServer server, Cell cell, byte[] request)
            throws InterruptedException, ExecutionException {
        var loop = new ClosedLoop(server.address(), server.processes(), WINDOW);
        return Outcome.of(loop.run(cell.clients(), List.of(request)));
    }

    private static Outcome bare(BareSession session) throws Exception {
        var runs = new ArrayList<BareSession.BareRun>();
        for (int worker = 0; worker < Runtime.getRuntime().availableProcessors(); worker++) {
            runs.add(session.run(SIDE));
        }
        var rate =
                Rate.perSecond(runs.stream().map(run -> (Rate.Work) run::once).toList(), WINDOW);
        runs.forEach(BareSession.BareRun::close);
        return new Outcome(rate, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0, Double.NaN);
    }
}
