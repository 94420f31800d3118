package io.sightline.live;

import io.sightline.integration.RoutesFolder;
import io.sightline.integration.SourceFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks at the folder of routes again and again, and puts live what it finds. */
public final class FolderWatch implements AutoCloseable {
    private static final int CLOSE_SECONDS = 5;

    private final RoutesFolder folder;
    private final Consumer<List<SourceFile>> target;
    private final Duration period;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "sightline-routes-folder"));
    private String lastFailure = "";

    /**
     * Looks at nothing yet.
     *
     * @param target puts live what is found
     * @param period how long between two looks; when something has changed, half of that
     */
    public FolderWatch(RoutesFolder folder, Consumer<List<SourceFile>> target, Duration period) {
        this.folder = folder;
        this.target = target;
        this.period = period;
    }

    /** Begins, when the context has started. */
    public void start() {
        next(Duration.ZERO);
    }

    private void next(Duration delay) {
        try {
            var unused = thread.schedule(this::look, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // Nobody wants to know any more.
        }
    }

    /** Whatever a look fails with, the next one follows. */
    private void look() {
        try {
            target.accept(folder.look());
            lastFailure = "";
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            say(e);
        } finally {
            next(folder.isSettled() ? period : period.dividedBy(2));
        }
    }

    private void say(Throwable failure) {
        var text = String.valueOf(failure);
        if (!text.equals(lastFailure)) {
            lastFailure = text;
            LiveRoutes.LOG.warn(
                    "The folder sightline.routes.directory could not be looked at; what runs goes on", failure);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            // A change that is under way would meet a context that stops.
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LiveRoutes.LOG.warn("A change of routes is still under way; the process stops all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
