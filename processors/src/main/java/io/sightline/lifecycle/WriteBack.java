package io.sightline.lifecycle;

import io.sightline.failure.Failure;

/** The last step: the source is told what became of its versions. Nothing waits for it; the next look tries again. */
public final class WriteBack implements PromotionStep {
    private final VersionTags tags;
    private final PollNotes notes;

    public WriteBack(VersionTags tags, PollNotes notes) {
        this.tags = tags;
        this.notes = notes;
    }

    @Override
    public void apply(Promotion promotion) {
        var subject = "tags of model " + promotion.name();
        try {
            promotion.source().tell(tags, tags.wanted(promotion.outcome().memory()));
            notes.works(subject);
        } catch (Failure failure) {
            notes.fails(subject, failure);
        }
    }
}
