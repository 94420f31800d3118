package io.sightline.artifact;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** The files of an artifact on the local disk; they stay there until it is closed. */
public final class CachedArtifact implements AutoCloseable {
    private final Path folder;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    CachedArtifact(Path folder, Runnable release) {
        this.folder = folder;
        this.release = release;
    }

    /** Where the files lie under the paths that the artifact says. */
    public Path folder() {
        return folder;
    }

    /** From now on the files may be removed when room is needed. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
