package io.sightline.benchmark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** A process with its descendants, as Linux counts them under {@code /proc} (see proc(5)). */
public final class ProcessTree {
    /** The unit of times there, the same on every architecture: USER_HZ. */
    private static final long TICK_MILLIS = 10;

    private static final int PAGE = 4096;

    private final ProcessHandle root;

    public ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /** Id of the process without its descendants. */
    public long root() {
        return root.pid();
    }

    /** User and system time of all threads since the start, those of children that have ended left out. */
    public Duration cpu() {
        return Duration.ofMillis(TICK_MILLIS
                * processes().map(pid -> read(pid, "stat", ProcessTree::ticks)).sum());
    }

    /** Physical memory in bytes. */
    public long rss() {
        return PAGE
                * processes()
                        .map(pid -> read(pid, "statm", text -> Long.parseLong(text.split(" ")[1])))
                        .sum();
    }

    private LongStream processes() {
        return Stream.concat(Stream.of(root), root.descendants()).mapToLong(ProcessHandle::pid);
    }

    /** The name in brackets may hold anything, spaces and brackets included. */
    static long ticks(String stat) {
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static long read(long pid, String file, ToLongFunction<String> number) {
        try {
            return number.applyAsLong(Files.readString(Path.of("/proc", Long.toString(pid), file)));
        } catch (IOException ended) {
            return 0;
        }
    }
}
