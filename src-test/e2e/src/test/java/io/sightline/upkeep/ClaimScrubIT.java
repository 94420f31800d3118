package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.claim.ClaimKey;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.store.Fault;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith({TestStack.class, OutputCaptureExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimScrubIT {
    private final UpkeepPlace place;

    ClaimScrubIT(DevStack stack) {
        this.place = UpkeepPlace.make(stack);
    }

    @BeforeEach
    void clear() throws Exception {
        place.clear();
    }

    @Test
    void saysWhichBytesAreNotWhatTheyWere(CapturedOutput output) throws Exception {
        // Given
        for (int i = 0; i < 5; i++) {
            place.image(place.object("picture " + i), 9);
        }
        var rotten = place.object("a picture");
        place.image(rotten, 9);
        place.object(ClaimKey.of(rotten), "a pixture");
        var cut = place.object("a long picture");
        place.image(cut, 14);
        place.object(ClaimKey.of(cut), "a long");
        var original = place.object("an original");
        place.deadLetter("open", original, 1);
        place.store().remove(ClaimKey.of(original));
        var taken = place.object("taken for an orphan");
        place.image(taken, 19);
        place.store().copy(ClaimKey.of(taken), ClaimKey.reclaimed(ClaimKey.of(taken)));
        place.store().remove(ClaimKey.of(taken));
        // When
        var tally = scrub(100, 1);
        // Then
        assertThat(tally.number("sound")).isEqualTo(5);
        assertThat(tally.number("corrupt")).isEqualTo(2);
        assertThat(tally.number("missing")).isEqualTo(1);
        assertThat(tally.number("reclaimed")).isEqualTo(1);
        assertThat(output.getOut())
                .contains(ClaimKey.of(rotten), ClaimKey.of(cut), ClaimKey.of(original), ClaimKey.of(taken));
        assertThat(place.isStored(rotten)).isTrue();
        assertThat(place.isStored(cut)).isTrue();
    }

    @Test
    void readsNoMoreThanItsSampleAndInTheEndEverything() throws Exception {
        for (int i = 0; i < 10; i++) {
            place.image(place.object("picture " + i), 9);
        }
        var rotten = place.object("a picture");
        place.image(rotten, 9);
        place.object(ClaimKey.of(rotten), "a pixture");

        long found = 0;
        for (int seed = 0; seed < 40; seed++) {
            var tally = scrub(3, seed);
            assertThat(tally.number("sound") + tally.number("corrupt")).isEqualTo(3);
            found += tally.number("corrupt");
        }
        assertThat(found).isPositive();
    }

    @Test
    void anOutageIsNoMissingClaimAndEndsTheRun() throws Exception {
        // Given
        for (int i = 0; i < 5; i++) {
            place.image(place.object("picture " + i), 9);
        }
        var scrub = new ClaimScrub(place.database, place.store(Fault.unavailable(request -> true)), 10, new Random(1));
        // When
        var tally = scrub.run().orElseThrow();
        // Then
        assertThat(tally.number("failed")).isEqualTo(3);
        assertThat(tally.number("missing")).isZero();
    }

    @Test
    void whatCannotBeReadHidesNothingOfTheOthers() throws Exception {
        // Given
        var unreadable = place.object("picture 0");
        place.image(unreadable, 9);
        for (int i = 1; i < 4; i++) {
            place.image(place.object("picture " + i), 9);
        }
        var key = ClaimKey.of(unreadable);
        var store = place.store(
                Fault.unavailable(request -> request.url().encodedPath().endsWith(key)));
        // When
        var tally =
                new ClaimScrub(place.database, store, 10, new Random(1)).run().orElseThrow();
        // Then
        assertThat(tally.number("failed")).isEqualTo(1);
        assertThat(tally.number("sound")).isEqualTo(3);
    }

    private Tally scrub(int size, long seed) throws Exception {
        return new ClaimScrub(place.database, place.store(), size, new Random(seed))
                .run()
                .orElseThrow();
    }
}
