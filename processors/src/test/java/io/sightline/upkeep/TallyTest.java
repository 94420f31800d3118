package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void sumsByFateAndReadsAsASentenceOfTheLog() {
        var tally = new Tally();
        tally.add("orphan", 1, 200);
        tally.add("live", 1, 0);
        tally.add("orphan", 2, 3);

        assertThat(tally.number("orphan")).isEqualTo(3);
        assertThat(tally.number("none")).isZero();
        assertThat(tally).hasToString("live=1, orphan=3 (203 bytes)");
        assertThat(new Tally()).hasToString("nothing");
    }
}
