package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.frame.Identities;
import io.sightline.frame.TimeOrderedUuid;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowSharesTest {
    private static final int FRAMES = 10_000;

    private final ShadowShares shares = new ShadowShares();

    /** As frames of Kafka get them, and as those of REST do. */
    static Stream<List<UUID>> ids() {
        var inOrder = new TimeOrderedUuid(Clock.systemUTC());
        return Stream.of(
                Stream.iterate(0, i -> i + 1)
                        .limit(FRAMES)
                        .map(i -> Identities.frame("0a6b3a51-52f5-4f0e-8d11-4a2f8f0a1c01/0/" + i))
                        .toList(),
                Stream.generate(inOrder::next).limit(FRAMES).toList());
    }

    @ParameterizedTest
    @MethodSource("ids")
    void chooseTheShareAndTheSameFramesEachTime(List<UUID> frames) {
        shares.set("m", 0.3);

        assertThat(chosen(frames)).hasSizeBetween(2_850, 3_150).isEqualTo(chosen(frames));
        assertThat(frames).anyMatch(frame -> !shares.chooses("m", frame));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void addFramesToThoseOfASmallerShare(List<UUID> frames) {
        shares.set("m", 0.3);
        var few = chosen(frames);
        shares.set("m", 0.5);

        assertThat(chosen(frames)).containsAll(few).hasSizeBetween(4_800, 5_200);
    }

    @Test
    void chooseAllOrNone() {
        var frames = ids().flatMap(List::stream).toList();
        assertThat(chosen(frames)).isEmpty();

        shares.set("m", 1);
        assertThat(chosen(frames)).hasSize(2 * FRAMES);
        assertThat(shares.chooses("another", frames.get(0))).isFalse();

        shares.set("m", 0);
        assertThat(chosen(frames)).isEmpty();

        shares.set("m", 1);
        shares.remove("m");
        assertThat(chosen(frames)).isEmpty();
        assertThat(shares.of("m")).isZero();
    }

    /** Whether a frame was chosen is in the rows of former versions too. */
    @Test
    void chooseAsFormerVersionsDid() {
        shares.set("m", 0.5);

        assertThat(Stream.of(1, 2, 3, 4, 5, 6, 7, 8)
                        .map(i -> shares.chooses("m", new UUID(i, i)))
                        .toList())
                .containsExactly(true, false, true, true, false, false, false, false);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void takeNothingThatIsNoShare(double share) {
        assertThatThrownBy(() -> shares.set("m", share))
                .hasMessageContaining("m")
                .hasMessageContaining("0..1");
    }

    private Set<UUID> chosen(List<UUID> frames) {
        return frames.stream().filter(frame -> shares.chooses("m", frame)).collect(Collectors.toSet());
    }
}
