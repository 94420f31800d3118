package io.sightline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Versions of the text detector that differ in the name of their class alone: each has files of its own for everybody
 * who goes by hashes, and all cost the same.
 */
final class LabelledVersions {
    private final Path folder;

    /** @param folder of the model, laid out as Triton does */
    LabelledVersions(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    /** Puts a version in its place, as people are told to: beside it first, then renamed. */
    void dropIn(int version) throws IOException {
        Files.move(draft(version), folder.resolve(Integer.toString(version)));
    }

    /** Writes a version where nobody looks for one. */
    Path draft(int version) throws IOException {
        var draft = Files.createDirectories(folder.resolve("draft-" + version));
        Files.copy(TextDetector.file(), draft.resolve("model.onnx"));
        Files.writeString(draft.resolve("detector.yaml"), "family: dbnet\n");
        Files.writeString(draft.resolve("labels.txt"), "text-" + version + "\n");
        return draft;
    }
}
