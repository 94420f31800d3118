package io.sightline.inference;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model's folder as Triton lays it out: {@code <version>/model.onnx}, with an optional {@code detector.yaml} and an
 * optional {@code labels.txt} (one name a line) beside it. The highest number is the version that is read.
 *
 * @param name name of the model
 * @param alias alias under which the newest version can be asked for
 */
public record ModelDirectory(String name, Path path, String alias) {
    private static final Pattern VERSION = Pattern.compile("[0-9]+");

    /**
     * The files of the newest version.
     *
     * @throws PermanentFailure MODEL_UNKNOWN with the path and the way out
     */
    ModelArtifact newest() {
        if (!Files.isDirectory(path)) {
            throw failure("the folder " + path.toAbsolutePath() + " does not exist; sightline.models." + name
                    + ".path must name a folder with <version>/model.onnx");
        }
        var version = versions().stream()
                .max(Comparator.comparing(folder -> new BigInteger(nameOf(folder))))
                .orElseThrow(() -> failure("the folder " + path.toAbsolutePath()
                        + " has no version; put the model at 1/model.onnx inside of it"));
        var model = version.resolve("model.onnx");
        if (!Files.isRegularFile(model)) {
            throw failure("the file " + model.toAbsolutePath() + " does not exist; put the model there");
        }
        try {
            return new ModelArtifact(
                    nameOf(version),
                    model,
                    text(version.resolve("detector.yaml")),
                    text(version.resolve("labels.txt")).stream()
                            .flatMap(String::lines)
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList(),
                    ArtifactHash.of(version));
        } catch (IOException e) {
            throw failure("the folder " + version.toAbsolutePath() + " cannot be read: " + e, e);
        }
    }

    /** A reason why the model does not load. */
    PermanentFailure failure(String reason) {
        return failure(reason, null);
    }

    PermanentFailure failure(String reason, @Nullable Exception cause) {
        return new PermanentFailure(FailureCode.MODEL_UNKNOWN, "model " + name + ": " + reason, cause);
    }

    private List<Path> versions() {
        try (var children = Files.list(path)) {
            return children.filter(Files::isDirectory)
                    .filter(child -> VERSION.matcher(nameOf(child)).matches())
                    .toList();
        } catch (IOException e) {
            throw failure("the folder " + path.toAbsolutePath() + " cannot be read: " + e, e);
        }
    }

    private static Optional<String> text(Path file) throws IOException {
        return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    }

    private static String nameOf(Path folder) {
        return String.valueOf(folder.getFileName());
    }
}
