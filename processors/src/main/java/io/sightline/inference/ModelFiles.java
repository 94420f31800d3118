package io.sightline.inference;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of one model version on the local disk, as they are loaded: the model with the files of its external data,
 * and beside it an optional {@code detector.yaml} and an optional {@code labels.txt}, one name a line.
 *
 * @param model the ONNX file
 */
public record ModelFiles(ModelVersion version, Path model) {
    /** Longest detector spec, and longest list of labels, in bytes. */
    public static final int LONGEST_WORDS = 1 << 20;

    private static final String SPEC = "detector.yaml";

    /** Length of all of them in bytes. */
    public long size() {
        try (var files = Files.walk(model.toAbsolutePath().getParent())) {
            return files.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            throw failure("the folder of " + model.toAbsolutePath() + " cannot be read: " + e, e);
        }
    }

    /** Where the detector spec of the version stands or would stand. */
    Path specFile() {
        return model.resolveSibling(SPEC).toAbsolutePath();
    }

    /** Text of the detector spec, when there is one. */
    Optional<String> spec() {
        return text(model.resolveSibling(SPEC));
    }

    /** Names of the classes that stand beside the model; empty without any. */
    List<String> labels() {
        return text(model.resolveSibling("labels.txt")).stream()
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** A reason why the version does not load. */
    PermanentFailure failure(String reason, @Nullable Exception cause) {
        return failure(version.name(), reason, cause);
    }

    /** The same where it may be the machine: one short of memory says nothing about the version. */
    Failure notLoaded(String reason, Exception cause) {
        return OnnxModel.isShortOfMemory(cause)
                ? new TransientFailure(
                        FailureCode.OVERLOADED,
                        "no memory is left to load " + version.name() + " version " + version.version()
                                + "; where that stays so, give the process more, or make the model smaller",
                        cause)
                : failure(reason, cause);
    }

    static PermanentFailure failure(String name, String reason, @Nullable Exception cause) {
        return new PermanentFailure(FailureCode.MODEL_UNKNOWN, "model " + name + ": " + reason, cause);
    }

    private Optional<String> text(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (Files.size(file) > LONGEST_WORDS) {
                throw failure(
                        "the file " + file.toAbsolutePath() + " has " + Files.size(file) + " bytes, and "
                                + LONGEST_WORDS + " are read at most",
                        null);
            }
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            throw failure("the file " + file.toAbsolutePath() + " cannot be read: " + e, e);
        }
    }
}
