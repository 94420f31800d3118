package io.sightline.artifact;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Artifacts in folders of this machine. */
public final class FolderSource implements ArtifactSource {
    private final Path folder;
    private final Map<Artifact, Path> folders = new HashMap<>();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile @Nullable Failure failure;
    private volatile boolean stuck;

    public FolderSource(Path folder) {
        this.folder = folder;
    }

    /** An artifact of these files, by their paths. */
    public Artifact add(Map<String, byte[]> files) {
        try {
            var place = Files.createTempDirectory(Files.createDirectories(folder), "artifact");
            for (var file : files.entrySet()) {
                var target = place.resolve(file.getKey());
                Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(place));
                Files.write(target, file.getValue());
            }
            var artifact = Artifact.of(place);
            folders.put(artifact, place);
            return artifact;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What further fetches fail with; null ends that. */
    public void fail(@Nullable Failure next) {
        failure = next;
    }

    /** From now on a fetch does not end before it is not wanted any more. */
    public void stick() {
        stuck = true;
    }

    public int fetches() {
        return fetches.get();
    }

    @Override
    public void fetch(Artifact artifact, Path into, BooleanSupplier wanted) {
        fetches.incrementAndGet();
        var fault = failure;
        if (fault != null) {
            throw fault;
        }
        if (stuck) {
            stuck = false;
            while (wanted.getAsBoolean()) {
                Thread.onSpinWait();
            }
            throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "it is not wanted");
        }
        var place = folders.get(artifact);
        if (place == null) {
            throw new PermanentFailure(FailureCode.CLAIM_MISSING, "there is no such artifact");
        }
        for (var file : artifact.files()) {
            try {
                var target = into.resolve(file.path());
                Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(into));
                Files.copy(place.resolve(file.path()), target);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
