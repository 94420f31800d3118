package io.sightline.mlflow;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Path of a file inside the folder of a version, with slashes between its parts. Whoever writes into the registry
 * chooses it, so it leads nowhere else.
 *
 * @param path such as {@code model.onnx} or {@code weights/1.data}
 */
public record ArtifactPath(String path) implements Comparable<ArtifactPath> {
    private static final int LONGEST = 1000;
    private static final int LONGEST_PART = 255;

    /** @throws PermanentFailure MODEL_UNUSABLE when it could lead out of the folder, or is no path of a file */
    public ArtifactPath {
        var isPlain = path.length() <= LONGEST
                && path.codePoints().noneMatch(point -> Quotation.isControl(point) || point == '\\')
                && Arrays.stream(path.split("/", -1)).allMatch(ArtifactPath::isName);
        if (!isPlain) {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNUSABLE,
                    "the path " + Quotation.of(path) + " of a file of a model is none inside its folder; log the model"
                            + " with plain names");
        }
    }

    /** The file inside a folder. */
    public Path in(Path folder) {
        return folder.resolve(path);
    }

    @Override
    public int compareTo(ArtifactPath other) {
        return path.compareTo(other.path);
    }

    @Override
    public String toString() {
        return path;
    }

    private static boolean isName(String part) {
        return !part.isEmpty() && part.length() <= LONGEST_PART && !part.equals(".") && !part.equals("..");
    }
}
