package io.sightline.lifecycle;

import java.util.List;

/** How the fetching of a version's files ended. */
public sealed interface Fetched {
    /**
     * They are here.
     *
     * @param inputs what the model is said to take; empty where nothing is said
     */
    record Files(List<DeclaredInput> inputs) implements Fetched {
        public Files {
            inputs = List.copyOf(inputs);
        }
    }

    /** They will never do. */
    record Unusable(Rejection rejection) implements Fetched {}
}
