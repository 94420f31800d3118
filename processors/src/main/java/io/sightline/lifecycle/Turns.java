package io.sightline.lifecycle;

import java.util.Collection;

/** Several things of which one process at a time does each. */
public interface Turns {
    /** These too are to be done, here or elsewhere. */
    void want(Collection<String> things);

    /** All others are not wanted any more, and have been left off here. */
    void keep(Collection<String> things);

    /** Whether this process is to do it, as far as it is sure. */
    boolean has(String thing);
}
