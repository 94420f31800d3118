package io.sightline.benchmark;

import io.sightline.benchmark.load.AllocatedHeap;
import io.sightline.benchmark.load.ClosedLoop;
import io.sightline.benchmark.load.Window;
import io.sightline.benchmark.server.FastApiServer;
import io.sightline.benchmark.server.MeasuredServer;
import io.sightline.benchmark.server.SightlineServer;
import io.sightline.devstack.DevStack;
import io.sightline.http.RawRequest;
import io.sightline.inference.EngineSettings;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Every contestant with the same model, up and waiting; one at a time is loaded. */
final class Arena implements AutoCloseable {
    private static final int PICTURES = 4;
    /** Pictures of this size come by the thousand while the process is young, so that its compiler is done. */
    private static final String SMALLEST = "64x64";

    private final DevStack stack;
    private final String model;
    private final Window window;
    private final MeasuredServer sightline;
    private final List<MeasuredServer> peers = new ArrayList<>();
    private final InferenceEngine engine;
    private final Map<String, List<byte[]>> pictures = new LinkedHashMap<>();

    Arena(DevStack stack, String model, Path folder, Window window) throws IOException, InterruptedException {
        this.stack = stack;
        this.model = model;
        this.window = window;
        var settings = stack.isolate("arena-" + model);
        settings.put("sightline.stages", "api");
        settings.put("sightline.detection.model", model);
        settings.put("sightline.models." + model + ".path", folder.toString());
        sightline = SightlineServer.start(settings);
        engine = new InferenceEngine(
                List.of(new ModelDirectory(model, folder, "champion")),
                model,
                EngineSettings.standard().with(Runtime.getRuntime().availableProcessors(), Duration.ofMinutes(1)));
        var file = folder.resolve("1").resolve("model.onnx").toAbsolutePath();
        peers.add(FastApiServer.start(file, 1, 2));
        peers.add(FastApiServer.start(file, 2, 1));
    }

    List<Duel> duels(List<String> sizes, List<Integer> clients, int rounds) throws Exception {
        var duels = new ArrayList<Duel>();
        for (var size : sizes) {
            for (var number : clients) {
                duels.add(new Duel(new Cell(model, size, number)));
            }
        }
        var contestants = contestants();
        var warmUp = new Cell(model, sizes.get(0), 4);
        for (var cell : List.of(new Cell(model, SMALLEST, 4), warmUp)) {
            new ClosedLoop(sightline.address(), sightline.processes(), Rounds.warmUp())
                    .run(cell.clients(), requests(cell, stack.token("sightline-dev")));
        }
        for (var contestant : contestants.values()) {
            contestant.run(warmUp);
        }
        for (int round = 0; round < rounds; round++) {
            for (var duel : duels) {
                duel.round(round, contestants);
            }
        }
        return duels;
    }

    /** Bytes that the runtime allocates for one picture beyond those of its body. */
    double heapPerPicture(Cell cell) throws IOException, InterruptedException, ExecutionException {
        var pid = sightline.processes().root();
        var before = AllocatedHeap.bytes(pid);
        var whole = new Window(Duration.ZERO, window.length());
        var load = new ClosedLoop(sightline.address(), sightline.processes(), whole)
                .run(cell.clients(), requests(cell, stack.token("sightline-dev")));
        var allocated = AllocatedHeap.bytes(pid) - before;
        var body = pictures(cell.size()).stream()
                .mapToInt(picture -> picture.length)
                .average()
                .orElseThrow();
        return allocated / load.served().count() - body;
    }

    private Map<String, Duel.Contestant> contestants() {
        var contestants = new LinkedHashMap<String, Duel.Contestant>();
        contestants.put(Duel.SIGHTLINE, cell -> load(sightline, cell, stack.token("sightline-dev")));
        for (var peer : peers) {
            contestants.put(Duel.FASTAPI + peer.name().substring("fastapi".length()), cell -> load(peer, cell, "none"));
        }
        var loop = new InProcessLoop(engine, window);
        contestants.put(Duel.LOOP, cell -> loop.run(model, pictures(cell.size())));
        return contestants;
    }

    private Outcome load(MeasuredServer server, Cell cell, String token)
            throws InterruptedException, ExecutionException {
        var loop = new ClosedLoop(server.address(), server.processes(), window);
        return Outcome.of(loop.run(cell.clients(), requests(cell, token)));
    }

    private List<byte[]> requests(Cell cell, String token) {
        return pictures(cell.size()).stream()
                .map(picture -> RawRequest.of("POST", "/v1/inference")
                        .token(token)
                        .header("Content-Type", "image/jpeg")
                        .body(picture)
                        .bytes())
                .toList();
    }

    private List<byte[]> pictures(String size) {
        return pictures.computeIfAbsent(size, wanted -> TestPictures.of(wanted, PICTURES));
    }

    @Override
    public void close() {
        peers.forEach(MeasuredServer::close);
        sightline.close();
        engine.close();
    }
}
