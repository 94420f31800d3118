package io.sightline.inference;

/**
 * The right to use one core until it is closed.
 *
 * @param isAlone whether nobody else held a permit when a request got this one
 * @param since {@link System#nanoTime()} when it was given
 */
record Permit(Permits permits, Lane lane, Workspace workspace, boolean isAlone, long since) implements AutoCloseable {
    @Override
    public void close() {
        permits.giveBack(this);
    }
}
