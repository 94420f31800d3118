package io.sightline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a figure was measured on.
 *
 * @param processor its name as the operating system gives it, and its widest vectors
 */
public record Machine(String processor, int cores, String operatingSystem, String java) {
    public static Machine here() throws IOException {
        return new Machine(
                processorName(Path.of("/proc/cpuinfo")),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "Java " + Runtime.version().feature());
    }

    @Override
    public String toString() {
        return "%s, %d cores, %s, %s".formatted(processor, cores, operatingSystem, java);
    }

    static String processorName(Path cpuInfo) throws IOException {
        if (!Files.isReadable(cpuInfo)) {
            return System.getProperty("os.arch");
        }
        var lines = Files.readAllLines(cpuInfo);
        return value(lines, "model name").orElse(System.getProperty("os.arch"))
                + value(lines, "flags").map(Machine::vectors).orElse("");
    }

    private static String vectors(String flags) {
        var known = List.of(flags.split(" "));
        return known.contains("avx512f") ? " with AVX-512" : known.contains("avx2") ? " with AVX2" : "";
    }

    private static Optional<String> value(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }
}
