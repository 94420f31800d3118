package io.sightline.mlflow;

import io.sightline.claim.Sha256;
import io.sightline.devstack.MlflowServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Files of versions, before they are registered and after they were read. */
final class Artifacts {
    static final ArtifactLimits LIMITS = new ArtifactLimits(100, 1L << 30);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Artifacts() {}

    static MlflowClient client(MlflowServer server) {
        return client(server.url(), MlflowLogin.none());
    }

    static MlflowClient client(String url, MlflowLogin login) {
        return new MlflowClient(URI.create(url), login, PATIENCE);
    }

    /** A folder as MLflow's own client logs it: the graph, its weights beside it, and what a person adds. */
    static Path write(Path folder, int seed) throws IOException {
        Files.createDirectories(folder.resolve("extra"));
        Files.writeString(folder.resolve(MlModel.NAME), "flavors:\n  onnx:\n    data: graph.onnx\n");
        Files.write(folder.resolve("graph.onnx"), bytes(300, seed));
        Files.write(folder.resolve("weights.data"), bytes(3 << 20, seed));
        Files.write(folder.resolve("extra").resolve("classes ä.txt"), bytes(9, seed));
        Files.write(folder.resolve("extra").resolve("empty"), new byte[0]);
        return folder;
    }

    static byte[] bytes(int length, int seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** The hash of each file by its path. */
    static Map<String, Sha256> hashes(Path folder) throws IOException {
        var hashes = new TreeMap<String, Sha256>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(folder.relativize(file).toString(), Sha256.of(Files.readAllBytes(file)));
            }
        }
        return hashes;
    }

    /** Reads a version through the proxy, as a promotion does, and answers the hashes that were computed on the way. */
    static Map<String, Sha256> download(MlflowClient client, ModelVersion version, Path target) {
        var folder = (ArtifactUri.Proxied) client.artifacts(version);
        var artifacts = client.artifacts(LIMITS);
        var hashes = new TreeMap<String, Sha256>();
        for (var file : artifacts.list(folder)) {
            hashes.put(
                    file.path().path(), artifacts.download(folder, file, target).hash());
        }
        return hashes;
    }

    /** What a version says of its model, read without a listing. */
    static MlModel model(MlflowClient client, ModelVersion version, Path target) throws IOException {
        var stored = client.artifacts(LIMITS).download(version, new ArtifactPath(MlModel.NAME), target);
        return MlModel.parse(Files.readAllBytes(stored.file()));
    }
}
