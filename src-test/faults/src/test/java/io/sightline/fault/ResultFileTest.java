package io.sightline.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultFileTest {
    @Test
    void sumsTheRunsOfARowAndSortsRowsByNumber() {
        // Given
        var lines = List.of(
                new Result(10, "answer lost", 1, 100, 100, 0, 0, 0, true, 40).line(),
                new Result(2, "frozen", 1, 300, 299, 0, 1, 0, false, 50).line(),
                new Result(2, "frozen", 2, 310, 310, 0, 0, 2, false, 70).line());
        // When
        var table = ResultFile.table(lines);
        // Then
        assertThat(table.subList(2, table.size()))
                .containsExactly(
                        "| 2 | frozen | 2 | 610 | 609 | 0 | 1 | 2 | 2 | 60 |",
                        "| 10 | answer lost | 1 | 100 | 100 | 0 | 0 | 0 | 0 | 40 |");
    }
}
