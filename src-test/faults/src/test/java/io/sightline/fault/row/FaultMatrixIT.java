package io.sightline.fault.row;

import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sightline.devstack.DevStack;
import io.sightline.fault.FaultStack;
import io.sightline.fault.Row;
import io.sightline.fault.Run;
import io.sightline.fault.Trial;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole matrix, when asked for: {@code -Drows=1-20 -Dseeds=10 -Dseed=1}. */
@Tag("faults")
@ExtendWith(FaultStack.class)
class FaultMatrixIT {
    @ParameterizedTest(name = "row {0}, seed {1}")
    @MethodSource("runs")
    void nothingIsLostAndNothingIsDoubled(Row row, Run run, DevStack stack) throws Exception {
        new Trial(stack).run(row, run);
    }

    static Stream<Arguments> runs() {
        long first = Long.getLong("seed", 1);
        long seeds = Long.getLong("seeds", 1);
        var rows = Rows.of(System.getProperty("rows", "1-20"));
        var withLong = Boolean.parseBoolean(System.getProperty("long", "true"));
        return LongStream.range(first, first + seeds)
                .boxed()
                .flatMap(seed -> runs(rows, seed, withLong && seed == first));
    }

    private static Stream<Arguments> runs(List<Row> rows, long seed, boolean withLong) {
        return rows.stream()
                .filter(row -> withLong || !row.isLong())
                .map(row -> arguments(
                        named(row.number() + ": " + row.title(), row),
                        named(String.valueOf(seed), new Run(seed, false))));
    }
}
