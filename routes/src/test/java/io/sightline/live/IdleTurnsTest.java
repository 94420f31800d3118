package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.SourceFile;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdleTurnsTest {
    private static final SourceFile FILE = new SourceFile("a.pipe.yaml", new byte[] {'a'});
    private static final Set<String> TURNS = Set.of("a");

    private final LiveFiles.MovedClock clock = new LiveFiles.MovedClock();
    private final IdleTurns idle = new IdleTurns(clock);

    @Test
    void nobodyWaitsLongerThanHalfAMinuteForTurnsThatComeToNothing() {
        for (int round = 0; round < 10; round++) {
            assertThat(idle.over(FILE, TURNS, false)).isEmpty();
            clock.move(Duration.ofSeconds(31));
            assertThat(idle.over(FILE, TURNS, false)).as("round %d", round).isEqualTo(TURNS);
        }
    }

    @Test
    void eachTimeThatComesToNothingTheyAreKeptLonger() {
        idle.over(FILE, TURNS, false);
        clock.move(Duration.ofSeconds(3));
        assertThat(idle.over(FILE, TURNS, false)).isEqualTo(TURNS);
        idle.over(FILE, TURNS, false);
        clock.move(Duration.ofSeconds(3));

        assertThat(idle.over(FILE, TURNS, false)).isEmpty();
    }
}
