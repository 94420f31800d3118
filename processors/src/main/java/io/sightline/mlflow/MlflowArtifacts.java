package io.sightline.mlflow;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The files of versions, as MLflow hands them out: through its artifact proxy or, where that does not know them, one by
 * one. Failures are those of {@link MlflowClient}, and MODEL_UNUSABLE for files that must not be read.
 */
public final class MlflowArtifacts {
    private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts";

    private final MlflowHttp http;
    private final ArtifactLimits limits;

    MlflowArtifacts(MlflowHttp http, ArtifactLimits limits) {
        this.http = http;
        this.limits = limits;
    }

    /**
     * All files in the folder of a version and below, in the order of their paths.
     *
     * @throws Failure NOT_FOUND when there is none: MLflow shows a folder that is not there as an empty one;
     *     MODEL_UNUSABLE when there are more than the limits permit
     */
    public List<ArtifactFile> list(ArtifactUri.Proxied folder) {
        var files = new ArrayList<ArtifactFile>();
        var folders = new ArrayDeque<>(List.of(""));
        int entries = 0;
        long bytes = 0;
        while (!folders.isEmpty()) {
            var below = folders.remove();
            for (var entry : http.ask(MlflowRequest.get(PROXY, "path", join(folder.path(), below)))
                    .list("files")) {
                var path = new ArtifactPath(join(below, entry.text("path")));
                if (++entries > limits.files()) {
                    throw tooMuch(folder, limits.files() + " files and folders");
                }
                if (entry.isTrue("is_dir")) {
                    folders.add(path.path());
                    continue;
                }
                var file = new ArtifactFile(path, entry.size("file_size"));
                if (file.size() > limits.bytes() - bytes) {
                    throw tooMuch(folder, limits.bytes() + " bytes");
                }
                bytes += file.size();
                files.add(file);
            }
        }
        if (files.isEmpty()) {
            throw new PermanentFailure(
                    FailureCode.NOT_FOUND,
                    "there are no files in " + folder.path() + " of MLflow's artifacts; log the model again");
        }
        files.sort(Comparator.comparing(ArtifactFile::path));
        return List.copyOf(files);
    }

    /**
     * Reads a file of a listing.
     *
     * @param target folder for it, with the same path below; the file must not be there yet
     * @throws Failure DEPENDENCY_UNAVAILABLE when it is shorter or longer than listed; nothing is left of it then
     */
    public StoredArtifact download(ArtifactUri.Proxied folder, ArtifactFile file, Path target) {
        var request = MlflowRequest.get(PROXY + "/"
                + MlflowRequest.encoded(join(folder.path(), file.path().path())));
        return store(file.path(), target, writer -> {
            http.fetch(request, writer::take, file.size());
            return file.size();
        });
    }

    /**
     * Reads one file of a version, wherever MLflow has it; which other files there are cannot be known.
     *
     * @param target folder for it, with the same path below; the file must not be there yet
     */
    public StoredArtifact download(ModelVersion version, ArtifactPath path, Path target) {
        var request = MlflowRequest.get(
                "/model-versions/get-artifact",
                "name",
                version.name(),
                "version",
                version.version(),
                "path",
                path.path());
        return store(path, target, writer -> http.fetchUnlisted(request, writer::take, limits.bytes()));
    }

    private static StoredArtifact store(ArtifactPath path, Path target, ToLongFunction<ArtifactWriter> reading) {
        try (var writer = ArtifactWriter.open(path.in(target))) {
            long size = reading.applyAsLong(writer);
            return new StoredArtifact(path, path.in(target), size, writer.keep());
        }
    }

    private static PermanentFailure tooMuch(ArtifactUri.Proxied folder, String limit) {
        return new PermanentFailure(
                FailureCode.MODEL_UNUSABLE,
                "there are more than " + limit + " in " + folder.path()
                        + " of MLflow's artifacts; log the model without what it does not need");
    }

    private static String join(String folder, String below) {
        return folder.isEmpty() || below.isEmpty() ? folder + below : folder + "/" + below;
    }
}
