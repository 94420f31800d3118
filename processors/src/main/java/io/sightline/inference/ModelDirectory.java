package io.sightline.inference;

import io.sightline.artifact.Artifact;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A model's folder as Triton lays it out: {@code <version>/model.onnx}, with an optional {@code detector.yaml} and an
 * optional {@code labels.txt} (one name a line) beside it. The highest number is the newest version.
 *
 * @param name name of the model
 * @param alias alias under which the version that serves can be asked for
 */
public record ModelDirectory(String name, Path path, String alias) {
    private static final Pattern VERSION = Pattern.compile("[0-9]+");

    /**
     * The files of the newest version.
     *
     * @throws PermanentFailure MODEL_UNKNOWN with the path and the way out
     */
    public ModelFiles newest() {
        return files(versions().stream()
                .max(Comparator.comparing(BigInteger::new))
                .orElseThrow(() -> failure("the folder " + path.toAbsolutePath()
                        + " has no version; put the model at 1/model.onnx inside of it")));
    }

    /**
     * The files of one version.
     *
     * @throws PermanentFailure MODEL_UNKNOWN with the path and the way out
     */
    public ModelFiles files(String version) {
        var folder = path.resolve(version);
        var model = folder.resolve("model.onnx");
        if (!Files.isRegularFile(model)) {
            throw failure("the file " + model.toAbsolutePath() + " does not exist; put the model there");
        }
        try {
            // Below a link nothing would be found.
            var files = folder.toRealPath();
            var strayLink = strayLink(files);
            if (strayLink.isPresent()) {
                throw failure(strayLink.get());
            }
            var sha256 = Artifact.of(files).sha256();
            return new ModelFiles(new ModelVersion(name, version, Optional.of(alias), Optional.empty(), sha256), model);
        } catch (IOException e) {
            throw ModelFiles.failure(name, "the folder " + folder.toAbsolutePath() + " cannot be read: " + e, e);
        }
    }

    /**
     * Why the files of a version are not to be read: one of them is a link out of the model's folder. Links within it
     * are followed, since Kubernetes mounts a ConfigMap with them. Whoever may write into the folder may not publish
     * what else this process can read.
     *
     * @param folder of the version, and no link itself
     * @throws IOException when it cannot be read
     */
    public Optional<String> strayLink(Path folder) throws IOException {
        var root = path.toRealPath();
        for (var file : Artifact.paths(folder)) {
            if (!folder.resolve(file).toRealPath().startsWith(root)) {
                return Optional.of("its file " + Quotation.of(file) + " is a link that leads out of the folder "
                        + path.toAbsolutePath() + "; put the file itself there");
            }
        }
        return Optional.empty();
    }

    /**
     * The numbers of the versions that are there, in no order.
     *
     * @throws PermanentFailure MODEL_UNKNOWN with the path and the way out
     */
    public List<String> versions() {
        if (!Files.isDirectory(path)) {
            throw failure("the folder " + path.toAbsolutePath() + " does not exist; sightline.models." + name
                    + ".path must name a folder with <version>/model.onnx");
        }
        try (var children = Files.list(path)) {
            return children.filter(Files::isDirectory)
                    .map(child -> String.valueOf(child.getFileName()))
                    .filter(child -> VERSION.matcher(child).matches())
                    .toList();
        } catch (IOException e) {
            throw ModelFiles.failure(name, "the folder " + path.toAbsolutePath() + " cannot be read: " + e, e);
        }
    }

    private PermanentFailure failure(String reason) {
        return ModelFiles.failure(name, reason, null);
    }
}
