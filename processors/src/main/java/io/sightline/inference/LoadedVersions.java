package io.sightline.inference;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts loaded versions until their native memory is free, and has that given back to the system then. */
final class LoadedVersions {
    private final AtomicInteger number = new AtomicInteger();

    /** One more. */
    ModelHandle add(LoadedModel loaded) {
        number.incrementAndGet();
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
