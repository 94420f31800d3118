package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.mlflow.ArtifactFile;
import io.sightline.mlflow.ArtifactLimits;
import io.sightline.mlflow.ArtifactPath;
import io.sightline.mlflow.ArtifactUri;
import io.sightline.mlflow.MlflowArtifacts;
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
    private final Map<String, ArtifactFile> listed = new TreeMap<>();

    /** @param folder behind the proxy; empty where MLflow alone knows where the files are */
    MlflowFiles(MlflowClient client, ModelVersion version, Optional<ArtifactUri.Proxied> folder) {
        this.client = client;
        this.version = version;
        this.folder = folder;
    }

    @Override
    public Optional<Map<String, Long>> list() {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        // How many bytes are too many is said by whoever knows the setting.
        var found = artifacts(Long.MAX_VALUE).list(folder.get());
        found.forEach(file -> listed.put(file.path().path(), file));
        var lengths = new TreeMap<String, Long>();
        listed.forEach((path, file) -> lengths.put(path, file.size()));
        return Optional.of(lengths);
    }

    @Override
    public boolean download(String path, Path target, long most) {
        // Files come with the folders that they are in, and the place that is wanted may be another one.
        var beside = target.resolveSibling("." + target.getFileName() + ".download");
        var file = listed.get(path);
        var stored = file == null ? unlisted(new ArtifactPath(path), beside, most) : listed(file, beside, most);
        if (stored.isEmpty()) {
            return false;
        }
        try {
            Files.move(stored.get().file(), target);
            Folders.remove(beside);
            return true;
        } catch (IOException e) {
            throw new TransientFailure(
                    FailureCode.UNEXPECTED_FAILURE, "the file " + target + " cannot be written: " + e, e);
        }
    }

    private Optional<StoredArtifact> listed(ArtifactFile file, Path beside, long most) {
        return file.size() > most
                ? Optional.empty()
                : Optional.of(artifacts(most).download(folder.orElseThrow(), file, beside));
    }

    private Optional<StoredArtifact> unlisted(ArtifactPath path, Path beside, long most) {
        try {
            return Optional.of(artifacts(most).download(version, path, beside));
        } catch (PermanentFailure e) {
            if (e.code() == FailureCode.MODEL_UNUSABLE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private MlflowArtifacts artifacts(long most) {
        return client.artifacts(new ArtifactLimits(MOST_FILES, most));
    }
}
