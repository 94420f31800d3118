package io.sightline.lifecycle;

import io.sightline.artifact.ArtifactCache;
import io.sightline.artifact.CachedArtifact;
import io.sightline.failure.Failure;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.inference.ModelFiles;
import io.sightline.inference.PreparedModel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Loads announced versions from the nearest place that has their files: memory, a folder of this machine, the cache,
 * the object store.
 *
 * @param directories folders that models of this name come from
 */
public record ModelLoader(InferenceEngine engine, ArtifactCache cache, Map<String, ModelDirectory> directories) {
    public ModelLoader {
        directories = Map.copyOf(directories);
    }

    /** A version that is ready to serve, and its files in the cache, when they lie there. */
    static final class Loaded implements AutoCloseable {
        private final PreparedModel model;
        private Optional<CachedArtifact> files;

        Loaded(PreparedModel model, Optional<CachedArtifact> files) {
            this.model = model;
            this.files = files;
        }

        PreparedModel model() {
            return model;
        }

        /** The files, to be closed by the caller from now on. */
        Optional<CachedArtifact> kept() {
            var kept = files;
            files = Optional.empty();
            return kept;
        }

        @Override
        public void close() {
            model.close();
            files.ifPresent(CachedArtifact::close);
        }
    }

    /**
     * Loads a version and warms it up; to be closed.
     *
     * @param wanted as in {@link io.sightline.artifact.ArtifactSource#fetch}
     * @throws Failure when its files cannot be had or do not load
     */
    Loaded load(AnnouncedVersion announced, BooleanSupplier wanted) {
        var version = announced.version();
        var inMemory = engine.loaded(version);
        if (inMemory.isPresent()) {
            return new Loaded(inMemory.get(), cache.find(announced.artifact()));
        }
        var nearby = inDirectory(announced);
        if (nearby.isPresent()) {
            return new Loaded(engine.prepare(new ModelFiles(version, nearby.get())), Optional.empty());
        }
        var files = cache.use(announced.artifact(), wanted);
        try {
            var model = files.folder().resolve(AnnouncedVersion.MODEL);
            return new Loaded(engine.prepare(new ModelFiles(version, model)), Optional.of(files));
        } catch (RuntimeException | Error e) {
            files.close();
            throw e;
        }
    }

    /** A number that is announced of a folder's version is that of its own folder. */
    private Optional<Path> inDirectory(AnnouncedVersion announced) {
        var version = announced.version();
        var directory = directories.get(version.name());
        try {
            if (directory == null || !directory.versions().contains(version.version())) {
                return Optional.empty();
            }
            var files = directory.files(version.version());
            return Optional.of(files)
                    .filter(found -> found.version().sha256().equals(version.sha256()))
                    .map(ModelFiles::model);
        } catch (PermanentFailure notReadable) {
            return Optional.empty();
        }
    }
}
