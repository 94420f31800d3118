package io.sightline.benchmark.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The peer of {@code peers/mlserver}: MLServer with a runtime for onnxruntime. */
public final class MlServer {
    private MlServer() {}

    /** @param workers processes that run models, beside the one that serves */
    public static MeasuredServer start(Path model, int workers) throws IOException, InterruptedException {
        var python = PythonEnvironment.of("mlserver");
        var address = URI.create("http://127.0.0.1:" + MeasuredServer.freePort());
        var environment = Map.of(
                "PEER_MODEL",
                model.toString(),
                "MLSERVER_HTTP_PORT",
                Integer.toString(address.getPort()),
                "MLSERVER_GRPC_PORT",
                Integer.toString(MeasuredServer.freePort()),
                "MLSERVER_PARALLEL_WORKERS",
                Integer.toString(workers));
        return MeasuredServer.start(
                "mlserver",
                python.peer(),
                List.of(python.program("mlserver"), "start", "."),
                environment,
                address,
                URI.create(address + "/v2/models/text-detector/ready"));
    }
}
