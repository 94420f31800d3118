package io.sightline.inference;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A model folder under construction. */
public record ModelFolder(Path path) {
    public ModelFolder with(String file, byte[] content) {
        try {
            Files.createDirectories(path.resolve(file).getParent());
            Files.write(path.resolve(file), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ModelFolder with(String file, String content) {
        return with(file, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Gives a folder of a version more weights than this process can have memory for; on the disk they take none. */
    public static void outgrowMemory(Path version) {
        try (var weights = new RandomAccessFile(version.resolve("weights").toFile(), "rw")) {
            weights.setLength(ProcessMemory.ofThisProcess().total());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An engine of one permit that nobody waits for, with this model as {@code tiny}. */
    public InferenceEngine engine() {
        return engine(1);
    }

    /** The same of some permits. */
    InferenceEngine engine(int permits) {
        return new InferenceEngine(
                List.of(directory()), "tiny", EngineSettings.standard().with(permits, Duration.ZERO));
    }

    /** This model as {@code tiny}, with the alias {@code champion}. */
    public ModelDirectory directory() {
        return new ModelDirectory("tiny", path, "champion");
    }
}
