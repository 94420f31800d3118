package io.sightline.integration;

import io.sightline.failure.NearestName;
import java.util.Collection;
import java.util.Optional;

/** Finds the name that was probably meant. No name has more than a hundred letters, so a longer text means none. */
final class Near {
    private static final int LONGEST = 100;

    private Near() {}

    static Optional<String> name(String written, Collection<String> known) {
        return written.length() > LONGEST ? Optional.empty() : NearestName.of(written, known);
    }

    /** The same as a question. */
    static Optional<String> hint(String written, Collection<String> known) {
        return name(written, known).map(name -> "did you mean '" + name + "'?");
    }
}
