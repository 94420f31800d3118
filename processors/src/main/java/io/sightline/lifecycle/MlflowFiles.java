package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.mlflow.ArtifactFile;
import io.sightline.mlflow.ArtifactLimits;
import io.sightline.mlflow.ArtifactPath;
import io.sightline.mlflow.ArtifactUri;
import io.sightline.mlflow.MlflowClient;
import io.sightline.mlflow.ModelVersion;
import io.sightline.mlflow.StoredArtifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Files that MLflow itself hands out: through its proxy where it has one, else one by one. */
final class MlflowFiles implements VersionFiles {
    /** Whatever else somebody has logged beside the model: nobody has to look at more. */
    private static final int MOST_FILES = 10_000;

    private final MlflowClient client;
    private final ModelVersion version;
    private final Optional<ArtifactUri.Proxied> folder;
    private final long mostBytes;
    private final Map<String, ArtifactFile> listed = new TreeMap<>();

    /**
     * @param folder behind the proxy; empty where MLflow alone knows where the files are
     * @param mostBytes of a file whose length is not known
     */
    MlflowFiles(MlflowClient client, ModelVersion version, Optional<ArtifactUri.Proxied> folder, long mostBytes) {
        this.client = client;
        this.version = version;
        this.folder = folder;
        this.mostBytes = mostBytes;
    }

    @Override
    public Optional<Map<String, Long>> list() {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        // How many bytes are too many is said by whoever knows the setting.
        var found =
                client.artifacts(new ArtifactLimits(MOST_FILES, Long.MAX_VALUE)).list(folder.get());
        found.forEach(file -> listed.put(file.path().path(), file));
        var lengths = new TreeMap<String, Long>();
        listed.forEach((path, file) -> lengths.put(path, file.size()));
        return Optional.of(lengths);
    }

    @Override
    public void download(String path, Path target) {
        // Files come with the folders that they are in, and the place that is wanted may be another one.
        var beside = target.resolveSibling("." + target.getFileName() + ".download");
        var stored = download(path, beside, client.artifacts(new ArtifactLimits(MOST_FILES, mostBytes)));
        try {
            Files.move(stored.file(), target);
            Folders.remove(beside);
        } catch (IOException e) {
            throw new TransientFailure(
                    FailureCode.UNEXPECTED_FAILURE, "the file " + target + " cannot be written: " + e, e);
        }
    }

    private StoredArtifact download(String path, Path beside, io.sightline.mlflow.MlflowArtifacts artifacts) {
        var file = listed.get(path);
        return file == null
                ? artifacts.download(version, new ArtifactPath(path), beside)
                : artifacts.download(folder.orElseThrow(), file, beside);
    }
}
