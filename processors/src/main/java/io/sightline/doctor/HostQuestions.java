package io.sightline.doctor;

import io.sightline.artifact.TrialFile;
import io.sightline.inference.ProcessMemory;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

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
                        "Set sightline.detection.permits to 0, which follows cores and memory, and sightline.detection.threads"
                                + " to 0 or 1, or give the process more cores.")
                .about("permits " + permits + ", threads of each " + Math.max(1, threads) + ", cores " + cores);
    }

    /** Whether the folder of the cache can be written, and has room. It is not made: what would hold it is tried. */
    public static Finding cache(Path folder, long limit) throws IOException {
        var there = folder.toAbsolutePath();
        while (there.getParent() != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return cache(folder, limit, Files.getFileStore(there).getUsableSpace(), bytes(folder), refusal(there));
    }

    private static Optional<String> refusal(Path folder) {
        try {
            TrialFile.write(folder);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(TrialFile.reason(e));
        }
    }

    static Finding cache(Path folder, long limit, long free, long used, Optional<String> refusal) {
        return new Complaints("host.cache")
                .fail(
                        refusal.isPresent(),
                        "it cannot be written to, so no model can be fetched: " + refusal.orElse(""),
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
     * @param models bytes of the files of the version of each that serves, or would; a model of which nothing is known
     *     is not among them
     * @param sessions of each in memory
     * @param memory of this process
     * @param cache most bytes that the cache may have
     */
    public static Finding memory(Map<String, Long> models, int sessions, ProcessMemory memory, long cache) {
        if (models.isEmpty()) {
            return Finding.skipped(
                    "host.memory",
                    "no model is known: none lies in a folder here, and the cache knows none that served");
        }
        var files = models.values().stream().mapToLong(Long::longValue).sum();
        var weights = files * sessions;
        return new Complaints("host.memory")
                .fail(
                        !memory.hasRoom(weights),
                        "the models do not fit beside the heap",
                        "Give the process more memory, or the heap less (MaxRAMPercentage)"
                                + (sessions > 1 ? ", or set sightline.detection.threads to 1." : "."))
                .warn(
                        memory.hasRoom(weights) && !memory.hasRoom(2 * weights),
                        "while a version takes the place of another one, both do not fit",
                        "Give the process more memory, or the heap less (MaxRAMPercentage).")
                .warn(
                        2 * files > cache,
                        "two versions of each model do not fit into the cache",
                        "Raise " + CACHE + "-limit.")
                .about("models " + new TreeSet<>(models.keySet()) + " " + files / MEBIBYTE + " MiB, sessions of each "
                        + sessions + ", memory " + memory.total() / MEBIBYTE + " MiB, heap up to "
                        + memory.heap() / MEBIBYTE + " MiB");
    }

    /** Bytes of all files below a folder; 0 where there is none. */
    private static long bytes(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (var files = Files.walk(folder)) {
            // The length of what has just gone is 0.
            return files.map(Path::toFile)
                    .filter(File::isFile)
                    .mapToLong(File::length)
                    .sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
