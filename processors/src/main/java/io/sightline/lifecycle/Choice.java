package io.sightline.lifecycle;

import java.util.Optional;

/** What is to be done about what a source offers. */
public sealed interface Choice {
    /** The version that it is about; empty when it is about none that is offered. */
    default Optional<Candidate> offered() {
        return Optional.empty();
    }

    /**
     * Nothing.
     *
     * @param message why, for people
     */
    record Stay(Why why, String message) implements Choice {}

    /** The version is to serve, if it stands every test. */
    record Promote(Candidate candidate) implements Choice {
        @Override
        public Optional<Candidate> offered() {
            return Optional.of(candidate);
        }
    }

    /** The files that serve already have another number, alias or run now. */
    record Renew(Candidate candidate) implements Choice {
        @Override
        public Optional<Candidate> offered() {
            return Optional.of(candidate);
        }
    }

    /** The version does not serve, and what is known without its files says so. */
    record Reject(Candidate candidate, Rejection rejection) implements Choice {
        @Override
        public Optional<Candidate> offered() {
            return Optional.of(candidate);
        }
    }

    /** The version is to run in the shadow of the one that serves. */
    record Shadow(Candidate candidate) implements Choice {
        @Override
        public Optional<Candidate> offered() {
            return Optional.of(candidate);
        }
    }

    /** The version that does so is to run on another share of the frames. */
    record ShareAnew() implements Choice {}

    /** Nothing serves and what is offered is held back: this version served last and is to serve again. */
    record Resume(KnownVersion version) implements Choice {}

    /** Nothing is to run in the shadow any more. */
    record EndShadow() implements Choice {}

    /** Why nothing is to be done. */
    enum Why {
        /** What is offered serves. */
        SAME,
        /** Somebody wants the present version to stay. */
        PINNED,
        /** It was gone back from. */
        HELD_BACK,
        /** It was rejected, and nothing has changed about it since. */
        REJECTED_BEFORE,
        /** Its registration goes on. */
        PENDING,
        ALIAS_MISSING,
        MODEL_MISSING,
        NO_VERSION
    }
}
