package io.sightline.fault.row;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.sightline.pipeline.RuntimeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a process keeps in its heap after a collection, over time. */
final class LiveHeap {
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
    private static final double MEBI = 1024;

    private final RuntimeProcess process;
    private final Path file;
    private final long start = System.nanoTime();
    private final List<double[]> samples = new ArrayList<>();

    LiveHeap(RuntimeProcess process, Path file) {
        this.process = process;
        this.file = file;
    }

    /** Collects, writes down minutes since the start and mebibytes in use, and answers the latter. */
    double sample() throws IOException, InterruptedException {
        command("GC.run");
        var used = USED.matcher(command("GC.heap_info"));
        double kilobytes = 0;
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(1));
        }
        var sample = new double[] {(System.nanoTime() - start) / 60e9, kilobytes / MEBI};
        samples.add(sample);
        write(String.format(Locale.ROOT, "%.2f\t%.1f%n", sample[0], sample[1]));
        return sample[1];
    }

    /** Mebibytes a minute, by the line through the second half of the samples: the first half still fills caches. */
    double slope() {
        var late = samples.subList(samples.size() / 2, samples.size());
        var meanTime = late.stream().mapToDouble(sample -> sample[0]).average().orElse(0);
        var meanUsed = late.stream().mapToDouble(sample -> sample[1]).average().orElse(0);
        var above = late.stream()
                .mapToDouble(sample -> (sample[0] - meanTime) * (sample[1] - meanUsed))
                .sum();
        var below = late.stream()
                .mapToDouble(sample -> (sample[0] - meanTime) * (sample[0] - meanTime))
                .sum();
        return above / below;
    }

    private String command(String what) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var running = new ProcessBuilder(jcmd, Long.toString(process.pid()), what)
                .redirectErrorStream(true)
                .start();
        var output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        running.waitFor();
        return output;
    }

    private void write(String line) throws IOException {
        Files.writeString(file, line, CREATE, APPEND);
    }
}
