package io.sightline.live;

import io.sightline.integration.RoutesFolder;
import io.sightline.integration.SourceFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at the folder of routes again and again, and puts live what it finds. */
public final class FolderWatch implements AutoCloseable {
    private static final int CLOSE_SECONDS = 5;
    private static final int FIRST_LOOKS = 8;

    private final RoutesFolder folder;
    private final Consumer<List<SourceFile>> target;
    private final Duration period;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "sightline-routes-folder"));
    private final Pauses pauses = new Pauses();
    private String lastFailure = "";
    private @Nullable List<SourceFile> failed;
    private long tryAfter;

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

    /** Begins, when the context has started: returns when what is in the folder by now is live, as far as it can be. */
    public void start() {
        try {
            look();
            // Two looks must find a file the same; one that is being written all the time is not waited for.
            for (int turn = 0; turn < FIRST_LOOKS && !folder.isSettled(); turn++) {
                Thread.sleep(period.dividedBy(2).toMillis());
                look();
            }
            next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next() {
        next(folder.isSettled() ? period : period.dividedBy(2));
    }

    private void next(Duration delay) {
        try {
            var unused = thread.schedule(this::goOn, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // Nobody wants to know any more.
        }
    }

    /** Whatever a look fails with, the next one follows. */
    private void goOn() {
        try {
            look();
        } finally {
            next();
        }
    }

    private void look() {
        try {
            put(folder.look());
            var unreadable = folder.unreadable();
            say(unreadable.isEmpty() ? "" : "cannot be read: " + new TreeSet<>(unreadable), null);
        } catch (IOException | RuntimeException e) {
            say(String.valueOf(e), e);
        }
    }

    /** What fails is tried again after pauses that grow, and at once when the files are others. */
    private void put(List<SourceFile> files) {
        boolean isKnown = failed != null && LiveRoutes.isSame(failed, files);
        if (isKnown && System.nanoTime() - tryAfter < 0) {
            return;
        }
        try {
            target.accept(files);
            failed = null;
            pauses.end();
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            tryAfter = System.nanoTime() + pauses.next();
            if (!isKnown) {
                LiveRoutes.LOG.error(
                        "The files of sightline.routes.directory could not be put live; what runs goes on, and it is tried again",
                        e);
            }
            failed = files;
        }
    }

    /** Once, and not at each look. */
    private void say(String failure, @Nullable Throwable cause) {
        if (!failure.isEmpty() && !failure.equals(lastFailure)) {
            LiveRoutes.LOG
                    .atWarn()
                    .setCause(cause)
                    .log("The folder sightline.routes.directory, or a part of it: " + failure + "; what runs goes on");
        }
        lastFailure = failure;
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
