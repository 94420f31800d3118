package io.sightline.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is asked of the machine that this process runs on, or of its container. */
public final class HostQuestions {
    private static final String CACHE = "sightline.artifacts.cache";
    private static final long MEBIBYTE = 1 << 20;

    private HostQuestions() {}

    /**
     * Whether as many inferences can run at once as may.
     *
     * @param permits in force
     */
    public static Finding cores(int permits, int threads, int cores) {
        return new Complaints("host.cores")
                .warn(
                        (long) permits * Math.max(1, threads) > cores,
                        "inferences share cores, and each takes longer",
                        "Set sightline.detection.permits to 0, which follows the cores, or give the process more.")
                .about("permits " + permits + ", threads of each " + Math.max(1, threads) + ", cores " + cores);
    }

    /** Whether the folder of the cache can be written, and has room. */
    public static Finding cache(Path folder, long limit) throws IOException {
        var there = folder.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        var isFolder = Files.isDirectory(there);
        return cache(
                folder,
                limit,
                Files.getFileStore(there).getUsableSpace(),
                bytes(folder),
                isFolder && Files.isWritable(there));
    }

    static Finding cache(Path folder, long limit, long free, long used, boolean isWritable) {
        return new Complaints("host.cache")
                .fail(
                        !isWritable,
                        "it cannot be written, so no model can be fetched",
                        "Let the process write there, or look at " + CACHE + ".")
                .warn(
                        free + used < limit,
                        "the disk ends before the cache does",
                        "Give the volume more room, or lower " + CACHE + "-limit.")
                .about(folder + ", free " + free / MEBIBYTE + " MiB, used " + used / MEBIBYTE + " MiB, limit "
                        + limit / MEBIBYTE + " MiB");
    }

    /**
     * Whether models fit.
     *
     * @param models bytes of the files of the newest versions
     * @param memory bytes of the machine or container, of which the heap takes {@code heap}
     * @param cache most bytes that the cache may have
     */
    public static Finding memory(long models, long memory, long heap, long cache) {
        var rest = memory - heap;
        return new Complaints("host.memory")
                .fail(models > rest, "the models do not fit beside the heap", "Give the process more memory.")
                .warn(
                        models <= rest && 2 * models > rest,
                        "while a version takes the place of another one, both do not fit",
                        "Give the process more memory, or the heap less (MaxRAMPercentage).")
                .warn(
                        2 * models > cache,
                        "two versions of each model do not fit into the cache",
                        "Raise " + CACHE + "-limit.")
                .about("models " + models / MEBIBYTE + " MiB, memory " + memory / MEBIBYTE + " MiB, heap up to "
                        + heap / MEBIBYTE + " MiB");
    }

    /** Bytes of all files below a folder; 0 where there is none. */
    public static long bytes(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(HostQuestions::size)
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // It has just gone.
            return 0;
        }
    }
}
