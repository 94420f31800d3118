package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.lifecycle.Choice.Why;
import org.junit.jupiter.api.Test;

/** What looks are counted as: alerts ask for some of these words. */
class PollNotesTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PollNotes notes = new PollNotes(meters);

    @Test
    void aLookAtWhatWasRejectedIsCountedUnderTheWordOfItsAlert() {
        notes.looked("parcels", new Choice.Stay(Why.REJECTED_BEFORE, "version 2 was rejected"));
        notes.looked("parcels", new Choice.Stay(Why.REJECTED_BEFORE, "version 2 was rejected"));
        notes.looked("parcels", new Choice.Stay(Why.SAME, "version 1 serves"));

        assertThat(looks("rejected_before")).isEqualTo(2);
        assertThat(looks("same")).isOne();
    }

    private double looks(String outcome) {
        return meters.get("sightline.promotion.looks")
                .tags("model", "parcels", "outcome", outcome)
                .counter()
                .count();
    }
}
