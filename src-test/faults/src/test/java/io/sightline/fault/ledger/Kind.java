package io.sightline.fault.ledger;

/** What the sender of a record knows to be its fate. */
public enum Kind {
    /** A frame that must get its rows. */
    GOOD(0),
    /** A record of which one dead letter must remain, of whatever stage. */
    POISON(1),
    /** A record of the claims topic that nobody can read: detect and sink each write a dead letter. */
    POISON_CLAIM(2);

    private final int letters;

    Kind(int letters) {
        this.letters = letters;
    }

    int letters() {
        return letters;
    }
}
