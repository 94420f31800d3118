package io.sightline.gate;

/** Asks a server whether it does its work. */
@FunctionalInterface
public interface Probe {
    /**
     * Returns when it does.
     *
     * @throws Exception when it does not; within seconds, also when the server says nothing at all
     */
    void check() throws Exception;
}
