package io.sightline.benchmark.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What the heap of another Java process holds after all garbage is gone, as its own jcmd tells. */
public final class LiveHeap {
    /** Of a generation, such as {@code total 1024K, used 512K}; the line of Metaspace has no total. */
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    private LiveHeap() {}

    /** Bytes. */
    public static double bytes(long pid) throws IOException, InterruptedException {
        command(pid, "GC.run");
        return sum(command(pid, "GC.heap_info"));
    }

    static double sum(String heap) {
        return USED.matcher(heap)
                .results()
                .mapToDouble(found -> Double.parseDouble(found.group(1)) * 1024)
                .sum();
    }

    private static String command(long pid, String what) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), what)
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
