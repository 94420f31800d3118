package io.sightline.inference;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts loaded versions until their native memory is free, and has that given back to the system then. */
final class LoadedVersions {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedVersions.class);

    private final AtomicInteger number = new AtomicInteger();

    /** One more. */
    ModelHandle add(LoadedModel loaded) {
        number.incrementAndGet();
        LOG.atInfo()
                .addKeyValue("model", loaded.version().name())
                .addKeyValue("version", loaded.version().version())
                .addKeyValue("sha256", loaded.version().sha256())
                .addKeyValue("family", loaded.spec().family())
                .log("model loaded and warmed up");
        if (!loaded.spec().namesClasses()) {
            LOG.warn(
                    "model {} says nothing of the names of its classes, detections are labelled by number; name them in"
                            + " labels.txt or in detector.yaml",
                    loaded.version().name());
        }
        return new ModelHandle(loaded, this::closed);
    }

    int number() {
        return number.get();
    }

    private void closed() {
        number.decrementAndGet();
        NativeHeap.trimSoon();
    }
}
