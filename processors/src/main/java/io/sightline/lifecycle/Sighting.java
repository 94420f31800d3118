package io.sightline.lifecycle;

import java.util.Optional;

/**
 * What a source says of a model at one look. That it says nothing, because it is away or answers nonsense, is a failure
 * and no sighting.
 *
 * @param champion the version that is to serve; empty where none is named
 * @param challenger the version that is to run in its shadow
 * @param absence why there is no champion, for people
 */
public record Sighting(Optional<Candidate> champion, Optional<Candidate> challenger, Optional<Absence> absence) {
    /** Kinds of nothing. */
    public enum Kind {
        /** The model has no such alias, or one that leads nowhere. */
        ALIAS_MISSING,
        /** The registry has no such model. */
        MODEL_MISSING,
        /** The folder has no version that is complete. */
        NO_VERSION
    }

    /**
     * Why there is no champion.
     *
     * @param message names what is missing and where
     */
    public record Absence(Kind kind, String message) {}

    public Sighting {
        if (champion.isPresent() == absence.isPresent()) {
            throw new IllegalArgumentException("there is a champion, or a reason why there is none");
        }
    }

    /** A champion, and perhaps a challenger. */
    public static Sighting of(Candidate champion, Optional<Candidate> challenger) {
        return new Sighting(Optional.of(champion), challenger, Optional.empty());
    }

    /** No champion. */
    public static Sighting none(Kind kind, String message, Optional<Candidate> challenger) {
        return new Sighting(Optional.empty(), challenger, Optional.of(new Absence(kind, message)));
    }
}
