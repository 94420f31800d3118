package io.sightline.devstack.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs another program's main class and ends this process as soon as the parent is gone. The parent holds the other end
 * of standard input, so its death, however sudden, is the end of that stream.
 */
public final class ParentWatch {
    private static final long GRACE_SECONDS = 15;

    private ParentWatch() {}

    /**
     * Runs a program under watch.
     *
     * @param arguments the main class, then its arguments
     * @throws ReflectiveOperationException when the class has no main method or the method fails
     */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        inBackground("parent-watch", () -> {
            drain(System.in);
            end();
        });
        var program = Class.forName(arguments[0]);
        var programArguments = Arrays.copyOfRange(arguments, 1, arguments.length);
        program.getMethod("main", String[].class).invoke(null, (Object) programArguments);
    }

    /** Leaves in good order, and by force when that takes too long. Does not return. */
    static void end() {
        inBackground("forced-end", () -> {
            try {
                TimeUnit.SECONDS.sleep(GRACE_SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            Runtime.getRuntime().halt(1);
        });
        System.exit(0);
    }

    private static void inBackground(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void drain(InputStream parent) {
        try {
            parent.transferTo(OutputStream.nullOutputStream());
        } catch (IOException gone) {
            // A broken pipe says the same as its end: the parent is gone.
        }
    }
}
