package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void alignsColumnsSoThatTheTableIsMarkdown() {
        // Given
        Map<String, Object> first = new LinkedHashMap<>();
        first.put("picture", "640x480");
        first.put("ms", 123.4);
        Map<String, Object> second = new LinkedHashMap<>();
        second.put("picture", "12 MP");
        second.put("ms", Double.NaN);
        // When, then
        assertThat(Report.table(List.of(first, second)))
                .containsExactly("| picture | ms  |", "| ------- | --- |", "| 640x480 | 123 |", "| 12 MP   | -   |");
    }

    @Test
    void meetsATargetByTheRightSideOfItsBound() {
        assertThat(Target.atLeast("rate", 0.97, 0.97).isMet()).isTrue();
        assertThat(Target.atLeast("rate", 0.96, 0.97).isMet()).isFalse();
        assertThat(Target.atMost("time", 20, 20).isMet()).isTrue();
        assertThat(Target.atMost("time", Double.NaN, 20).isMet()).isFalse();
    }

    @Test
    void comparesContestantsRoundByRound() throws Exception {
        // Given
        var duel = new Duel(new Cell("m", "64x64", 4));
        var pace = new double[] {1, 2, 4};
        // When
        for (int round = 0; round < 3; round++) {
            var now = pace[round];
            duel.round(round, Map.of(Duel.SIGHTLINE, cell -> rate(3 * now), Duel.LOOP, cell -> rate(4 * now)));
        }
        // Then
        assertThat(duel.ratio(Duel.SIGHTLINE, Duel.LOOP, Outcome::rate)).isEqualTo(0.75);
        assertThat(duel.figure(Duel.SIGHTLINE, Outcome::rate)).isEqualTo(6);
    }

    private static Outcome rate(double rate) {
        return new Outcome(rate, 1, 1, 1, 1, 0, 0, 0);
    }
}
