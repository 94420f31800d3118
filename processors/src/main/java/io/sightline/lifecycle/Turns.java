package io.sightline.lifecycle;

import java.util.Collection;

/** Several things of which one process at a time does each. */
public interface Turns {
    /** These too are to be done, here or elsewhere. Waits for nobody. */
    void want(Collection<String> things);

    /** All others are not wanted any more, and have been left off here. Waits for nobody. */
    void keep(Collection<String> things);

    /**
     * This process cannot do these now: others may have them, and it asks for them again after those. Waits for nobody.
     */
    void passOn(Collection<String> things);

    /** Whether this process is to do it, as far as it is sure. */
    boolean has(String thing);

    /** Whether another process had it when it was last asked for. */
    boolean isElsewhere(String thing);
}
