package io.sightline.fault.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.fault.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowsTest {
    @Test
    void selectsRangesAndSingleRowsWithTheirVariants() {
        // When
        var selected = Rows.of("1,5-6");
        // Then
        assertThat(selected).extracting(Row::number).containsExactly(1, 5, 6, 6);
    }

    @Test
    void namesEachRowOnce() {
        // When
        var names = Rows.all().stream().map(row -> row.number() + row.title()).toList();
        // Then
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void selectsNothingThatIsNotThere() {
        assertThat(Rows.of("99")).isEqualTo(List.of());
    }
}
