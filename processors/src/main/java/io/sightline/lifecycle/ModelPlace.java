package io.sightline.lifecycle;

import io.sightline.artifact.CachedArtifact;
import io.sightline.failure.Failure;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.PreparedModel;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One of the two places that a model has in the engine, to serve or to challenge, and the files of what is there. */
final class ModelPlace {
    private final ModelLoader loader;
    private final Supplier<Optional<ModelVersion>> present;
    private final Consumer<PreparedModel> put;
    private final Runnable clear;
    private Optional<CachedArtifact> files = Optional.empty();

    /**
     * @param present tells what is there
     * @param put puts a version there
     * @param clear ends what is there
     */
    ModelPlace(
            ModelLoader loader, Supplier<Optional<ModelVersion>> present, Consumer<PreparedModel> put, Runnable clear) {
        this.loader = loader;
        this.present = present;
        this.put = put;
        this.clear = clear;
    }

    Optional<ModelVersion> present() {
        return present.get();
    }

    /**
     * Puts a version there, unless it is there already or is not wanted any more.
     *
     * @return whether it was put there
     * @throws Failure when it cannot be had or does not load; what was there goes on
     */
    boolean take(AnnouncedVersion announced, BooleanSupplier wanted) {
        if (present().filter(announced.version()::equals).isPresent()) {
            return false;
        }
        try (var loaded = loader.load(announced, wanted)) {
            var isWanted = wanted.getAsBoolean();
            if (isWanted) {
                put.accept(loaded.model());
                hold(loaded.kept());
            }
            return isWanted;
        }
    }

    void clear() {
        clear.run();
        release();
    }

    /** The process ends: it uses no files any more, whatever is in memory still. */
    void release() {
        hold(Optional.empty());
    }

    private void hold(Optional<CachedArtifact> next) {
        files.ifPresent(CachedArtifact::close);
        files = next;
    }
}
