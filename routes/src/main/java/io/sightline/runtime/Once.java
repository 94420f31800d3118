package io.sightline.runtime;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes something when it is first needed; a failed try is repeated by whoever asks next. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> making;
    private @Nullable T made;

    Once(Supplier<T> making) {
        this.making = making;
    }

    @Override
    public synchronized T get() {
        var known = made;
        if (known == null) {
            known = making.get();
            made = known;
        }
        return known;
    }
}
