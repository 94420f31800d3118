package io.sightline.devstack;

import java.util.Locale;
import java.util.function.Consumer;

/** Says what is ready, and how long it took since the start. Servers start at once, so lines come from many threads. */
final class StartClock {
    private final long started = System.nanoTime();
    private final Consumer<String> progress;

    StartClock(Consumer<String> progress) {
        this.progress = progress;
    }

    void ready(String what) {
        say(String.format(Locale.ROOT, "%s after %.1f s", what, (System.nanoTime() - started) / 1e9));
    }

    synchronized void say(String line) {
        progress.accept(line);
    }
}
