package io.sightline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a figure was measured on.
 *
 * @param processor its name as the operating system gives it
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
        try (var lines = Files.lines(cpuInfo)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        }
    }
}
