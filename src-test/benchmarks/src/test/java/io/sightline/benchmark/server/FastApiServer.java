package io.sightline.benchmark.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The peer of {@code peers/fastapi}: FastAPI, uvicorn, onnxruntime and cv2. */
public final class FastApiServer {
    private FastApiServer() {}

    /**
     * Starts it.
     *
     * @param workers processes that serve
     * @param threads threads of one run in each of them
     */
    public static MeasuredServer start(Path model, int workers, int threads) throws IOException, InterruptedException {
        var python = PythonEnvironment.of("fastapi");
        var port = MeasuredServer.freePort();
        var command = List.of(
                python.program("uvicorn"),
                "app:app",
                "--host=127.0.0.1",
                "--port=" + port,
                "--workers=" + workers,
                "--no-access-log",
                "--log-level=warning");
        var address = URI.create("http://127.0.0.1:" + port);
        return MeasuredServer.start(
                "fastapi-" + workers + "x" + threads,
                python.peer(),
                command,
                Map.of("PEER_MODEL", model.toString(), "PEER_THREADS", Integer.toString(threads)),
                address,
                URI.create(address + "/ready"));
    }
}
