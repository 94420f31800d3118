package io.sightline.benchmark.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Heap that the threads of another Java process have allocated, as its own jcmd tells. */
public final class AllocatedHeap {
    /** Such as {@code allocated=12.3M}; jcmd gives four digits. */
    private static final Pattern ALLOCATED = Pattern.compile("allocated=([0-9.]+)([BKMGT])");

    private static final String UNITS = "BKMGT";

    private AllocatedHeap() {}

    /** Bytes, of the threads that live. */
    public static double bytes(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), "Thread.print", "-e")
                .redirectErrorStream(true)
                .start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return sum(text);
    }

    static double sum(String threads) {
        return ALLOCATED
                .matcher(threads)
                .results()
                .mapToDouble(
                        found -> Double.parseDouble(found.group(1)) * Math.pow(1024, UNITS.indexOf(found.group(2))))
                .sum();
    }
}
