package io.sightline.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.Books.OriginRow;
import io.sightline.delivery.FrameOrigin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which letters may stand for missing records, and for how many. */
class ExcusesTest {
    private static final UUID CLAIMS = UUID.randomUUID();
    private static final FramesPartition FRAMES = new FramesPartition(UUID.randomUUID(), 0);

    private final SuspectLetter first = lying(10);
    private final SuspectLetter second = lying(20);
    private final SuspectLetter third = lying(30);

    @Test
    void aLetterStandsForNoRecordBehindAFrameWhoseClaimIsBehindIt() {
        var order = new LetterOrder(List.of(first, second, third));
        order.see(7, claim(25), Samples.NOON);

        assertThat(order.before(first)).isEqualTo(7);
        assertThat(order.before(second)).isEqualTo(7);
        assertThat(order.before(third)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theFirstSuchFrameCounts() {
        var order = new LetterOrder(List.of(first, second, third));
        order.see(9, claim(31), Samples.NOON);
        order.see(5, claim(22), Samples.NOON);
        order.see(3, claim(11), Samples.NOON);
        order.see(1, claim(9), Samples.NOON);

        assertThat(order.before(first)).isEqualTo(3);
        assertThat(order.before(second)).isEqualTo(5);
        assertThat(order.before(third)).isEqualTo(9);
    }

    @Test
    void aClaimInAnotherPartitionTellsNothing() {
        var order = new LetterOrder(List.of(first));
        order.see(7, new SuspectLetter.Place(CLAIMS, 1, 99), Samples.NOON);
        order.see(7, new SuspectLetter.Place(UUID.randomUUID(), 0, 99), Samples.NOON);

        assertThat(order.before(first)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFrameThatWasReceivedLongAfterTheLetterTellsWhereverItsClaimLies() {
        var order = new LetterOrder(List.of(first));

        order.see(7, new SuspectLetter.Place(CLAIMS, 1, 0), Samples.NOON.plus(LetterOrder.CLOCKS));
        assertThat(order.before(first)).as("clocks differ").isEqualTo(Long.MAX_VALUE);

        order.see(6, new SuspectLetter.Place(CLAIMS, 1, 0), Samples.NOON.plus(LetterOrder.CLOCKS.plusMillis(1)));
        assertThat(order.before(first)).isEqualTo(6);
    }

    /** Taken for the first record, the younger letter would leave none to the elder. */
    @Test
    void asManyLettersAsPossibleStandForRecords() {
        var order = new LetterOrder(List.of(first, second));
        order.see(4, claim(15), Samples.NOON);

        var taken = new Excuses(found(order, Map.of(3L, 3L, 5L, 6L), Map.of(), 0)).take(List.of(second, first), 3);

        assertThat(taken).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void olderLettersStandForNone() {
        var order = new LetterOrder(List.of(first, second));
        order.see(2, claim(15), Samples.NOON);
        var excuses = new Excuses(found(order, Map.of(3L, 3L, 5L, 6L), Map.of(), 0));

        assertThat(excuses.candidates(List.of(first, second))).containsExactly(second);
        assertThat(excuses.take(List.of(first, second), 3)).containsExactly(second);
    }

    @Test
    void aLetterStandsForWhatItNamesAlone() {
        var name = UUID.randomUUID();
        var named = naming(name, null, false);
        var other = naming(UUID.randomUUID(), null, false);
        var excuses = new Excuses(found(new LetterOrder(List.of()), Map.of(3L, 5L), Map.of(name, 4L), 0));

        assertThat(excuses.candidates(List.of(other, named))).containsExactly(named);
        assertThat(excuses.take(List.of(other, named), 9)).containsExactly(named);
        assertThat(excuses.take(List.of(naming(name, null, false)), 9))
                .as("it is taken")
                .isEmpty();
    }

    @Test
    void anyLetterButThoseOfElsewhereMayStandForWhatWasNotFound() {
        var here = naming(UUID.randomUUID(), new FrameOrigin(FRAMES.topicId(), 0, 7), false);
        var searched = naming(UUID.randomUUID(), new FrameOrigin(FRAMES.topicId(), 0, 60), false);
        var elsewhere = naming(UUID.randomUUID(), new FrameOrigin(FRAMES.topicId(), 1, 7), false);
        var rest = naming(UUID.randomUUID(), null, true);
        var all = List.of(here, searched, elsewhere, rest, first);

        var excuses = new Excuses(found(new LetterOrder(List.of()), Map.of(), Map.of(), 9));

        assertThat(excuses.candidates(all)).containsExactly(here, first);
        assertThat(excuses.take(all, 9)).containsExactly(here, first);
    }

    @Test
    void noMoreLettersAreTakenThanAreAskedFor() {
        var pool = new LetterPool(new Pile(List.of(first, second, third), 4));
        var excuses = new Excuses(found(new LetterOrder(List.of()), Map.of(1L, 9L), Map.of(), 0));

        assertThat(pool.take(excuses, 2).number()).isEqualTo(2);
        var rest = pool.take(excuses, 7);
        assertThat(rest.letters()).containsExactly(third);
        assertThat(rest.more()).isEqualTo(4);
        assertThat(pool.take(excuses, 7).number()).isZero();
    }

    @Test
    void theLastRecordsAreThoseOnTheirWay() {
        var row = new OriginRow(FRAMES.topicId(), new TopicPartition("frames", 0), 0, 0, 0, 0, 0);
        var finds = new RecordFinds(new IngestAccount(row, 100, 6, 3), new LetterOrder(List.of()));
        for (long offset : new long[] {99, 98, 50, 49, 48, 20}) {
            finds.add(offset);
        }

        var result = finds.result();

        assertThat(result.firstIds()).containsExactly("20", "48-49");
        assertThat(result.unfound()).isZero();
    }

    private static AbsentRecords found(LetterOrder order, Map<Long, Long> ranges, Map<UUID, Long> names, long unfound) {
        return new AbsentRecords(FRAMES, 0, 50, new TreeMap<>(ranges), names, unfound, order);
    }

    private static SuspectLetter.Place claim(long offset) {
        return new SuspectLetter.Place(CLAIMS, 0, offset);
    }

    private static SuspectLetter lying(long offset) {
        return new SuspectLetter(UUID.randomUUID(), null, null, false, claim(offset), Samples.NOON);
    }

    private static SuspectLetter naming(UUID name, @Nullable FrameOrigin origin, boolean cameOverRest) {
        return new SuspectLetter(UUID.randomUUID(), name, origin, cameOverRest, claim(0), Samples.NOON);
    }
}
