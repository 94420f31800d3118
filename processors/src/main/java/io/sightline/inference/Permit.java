package io.sightline.inference;

import org.jspecify.annotations.Nullable;

/**
 * The right to use one core until it is closed.
 *
 * @param lane whose share it is of; null for work that takes nobody's share
 * @param isAlone whether nobody else held a permit when a request got this one
 * @param since {@link System#nanoTime()} when it was given
 */
record Permit(Permits permits, @Nullable Lane lane, Workspace workspace, boolean isAlone, long since)
        implements AutoCloseable {
    @Override
    public void close() {
        permits.giveBack(this);
    }
}
