package io.sightline.devstack.server;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program that is none of Java's, for {@link ParentWatch}, and ends with its status. The program leads a group
 * of processes, and all of them end when this process does, also those that it has left behind.
 */
public final class WatchedProgram {
    private static final long GRACE_SECONDS = 10;

    private WatchedProgram() {}

    /**
     * Runs the program.
     *
     * @param command the program and its arguments
     * @throws IOException when there is no such program
     */
    public static void main(String[] command) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("setsid"));
        line.addAll(List.of(command));
        var process = new ProcessBuilder(line)
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT)
                .start();
        // A process that leads no group yet becomes the program itself, with the same id.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endGroup(process.pid())));
        System.exit(process.waitFor());
    }

    private static void endGroup(long group) {
        try {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
            var somebodyIsThere = signal("TERM", group);
            while (somebodyIsThere && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(50);
                somebodyIsThere = signal("0", group);
            }
            if (somebodyIsThere) {
                signal("KILL", group);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            throw new IllegalStateException("the processes of group " + group + " cannot be ended", failure);
        }
    }

    /** Whether there is a process that has got it. */
    private static boolean signal(String signal, long group) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", "-" + signal, "--", "-" + group)
                        .redirectError(Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
