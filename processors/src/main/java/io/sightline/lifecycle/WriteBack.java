package io.sightline.lifecycle;

import io.sightline.failure.Failure;
import java.util.function.Predicate;

/** The last step: the source is told what became of its versions. Nothing waits for it; the next look tries again. */
public final class WriteBack implements PromotionStep {
    private final VersionTags tags;
    private final PollNotes notes;
    private final Predicate<Term> goesOn;

    /** @param goesOn whether this process still leads: what it knows may be over, and its successor tells the rest */
    public WriteBack(VersionTags tags, PollNotes notes, Predicate<Term> goesOn) {
        this.tags = tags;
        this.notes = notes;
        this.goesOn = goesOn;
    }

    @Override
    public void apply(Promotion promotion) {
        if (!goesOn.test(promotion.term())) {
            return;
        }
        var subject = "tags of model " + promotion.name();
        try {
            promotion.source().tell(tags, tags.wanted(promotion.outcome()));
            notes.works(subject);
        } catch (Failure failure) {
            notes.fails(subject, failure);
        }
    }
}
