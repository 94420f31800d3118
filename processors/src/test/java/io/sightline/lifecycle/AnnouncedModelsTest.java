package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnouncedModelsTest {
    private final AnnouncedModels models = new AnnouncedModels();

    @Test
    void takesALaterDecisionOfATermAndAnyOfALaterTerm() {
        assertThat(models.take(state("tiny", 3, 7))).isTrue();
        assertThat(models.take(state("tiny", 3, 8))).isTrue();
        assertThat(models.take(state("tiny", 4, 1))).isTrue();

        assertThat(counting("tiny")).isEqualTo("4.1");
    }

    @Test
    void takesNothingThatIsOlderOrComesAgain() {
        models.take(state("tiny", 3, 7));

        assertThat(models.take(state("tiny", 3, 7))).isFalse();
        assertThat(models.take(state("tiny", 3, 6))).isFalse();
        assertThat(models.take(state("tiny", 2, 9))).isFalse();

        assertThat(counting("tiny")).isEqualTo("3.7");
    }

    @Test
    void ordersEachModelByItself() {
        models.take(state("tiny", 3, 7));

        assertThat(models.take(state("other", 1, 1))).isTrue();
    }

    @Test
    void tellsTheLastRecordAlsoWhenItDoesNotCount() {
        models.take(state("tiny", 3, 7));
        models.take(state("tiny", 2, 9));

        assertThat(models.last("tiny").map(Announcement::epoch)).hasValue(2L);
        assertThat(models.last("other")).isEmpty();
    }

    /** The topic has it no more when the log is compacted. */
    @Test
    void knowsOfNoLastRecordBehindGarbageAndKeepsWhatCounts() {
        models.take(state("tiny", 3, 7));

        models.forgetLast("tiny");

        assertThat(models.last("tiny")).isEmpty();
        assertThat(counting("tiny")).isEqualTo("3.7");
    }

    @Test
    void endsAModelAndBeginsItAnew() {
        models.take(state("tiny", 3, 7));
        assertThat(models.take(Announcement.retired("tiny", 0))).isTrue();
        assertThat(counting("tiny")).isEqualTo("retired");

        assertThat(models.take(state("tiny", 3, 6)))
                .as("sent late by a former leader")
                .isFalse();
        assertThat(counting("tiny")).isEqualTo("retired");
        assertThat(models.take(state("tiny", 3, 8))).isTrue();
        assertThat(counting("tiny")).isEqualTo("3.8");
    }

    /** The outbox may send all of what it has once more. */
    @Test
    void isWhereItWasWhenAnEndAndANewBeginningComeTwice() {
        for (int i = 0; i < 2; i++) {
            models.take(state("tiny", 3, 7));
            models.take(Announcement.retired("tiny", 0));
            models.take(state("tiny", 3, 8));
        }

        assertThat(counting("tiny")).isEqualTo("3.8");
    }

    @Test
    void knowsTheEndOfAModelThatItNeverSaw() {
        assertThat(models.take(Announcement.retired("tiny", 0))).isTrue();
        assertThat(models.take(Announcement.retired("tiny", 1))).isFalse();
        assertThat(models.take(state("tiny", 1, 1))).isTrue();
    }

    private String counting(String name) {
        return Optional.ofNullable(models.counting().get(name))
                .map(each -> each.isRetired() ? "retired" : each.epoch() + "." + each.sequence())
                .orElse("unknown");
    }

    private static Announcement state(String name, long epoch, long sequence) {
        return Announcement.of(States.named(name).at(epoch, sequence).build(), 0);
    }
}
