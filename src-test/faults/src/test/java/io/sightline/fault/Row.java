package io.sightline.fault;

/** One row of the fault matrix: what is sent, and what harm is done meanwhile. */
public interface Row {
    /** Its number in the matrix. */
    int number();

    /** The fault, in a few words. */
    String title();

    /** Whether it takes minutes and therefore runs with the first seed alone. */
    default boolean isLong() {
        return false;
    }

    /**
     * Sends through the bench and does harm. Returns with every server healthy and a runtime at work; the bench then
     * waits for the rest and compares.
     */
    void run(Bench bench) throws Exception;

    /** What must hold beyond that nothing is lost and nothing doubled. Every runtime has ended by then. */
    default void check(Bench bench) throws Exception {}
}
