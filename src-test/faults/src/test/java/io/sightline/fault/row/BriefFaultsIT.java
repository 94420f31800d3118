package io.sightline.fault.row;

import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sightline.devstack.DevStack;
import io.sightline.fault.FaultStack;
import io.sightline.fault.Row;
import io.sightline.fault.Run;
import io.sightline.fault.Trial;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows that every build runs, once and with fewer records. */
@ExtendWith(FaultStack.class)
class BriefFaultsIT {
    private static final String ROWS = "1,2,3,5,7,12,14";
    private static final long SEED = 1;

    @ParameterizedTest(name = "row {0}")
    @MethodSource("rows")
    void nothingIsLostAndNothingIsDoubled(Row row, DevStack stack) throws Exception {
        new Trial(stack).run(row, new Run(SEED, true));
    }

    static Stream<Arguments> rows() {
        return Rows.of(ROWS).stream().map(row -> arguments(named(row.number() + ": " + row.title(), row)));
    }
}
