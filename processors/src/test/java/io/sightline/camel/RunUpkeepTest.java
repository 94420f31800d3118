package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.upkeep.Tally;
import io.sightline.upkeep.Upkeep;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunUpkeepTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void countsWhatWasDoneAndWhatWasLeftToAnotherProcess() {
        run(() -> Optional.of(new Tally()));
        run(Optional::empty);
        run(Optional::empty);

        assertThat(runs("done")).isEqualTo(1);
        assertThat(runs("left")).isEqualTo(2);
    }

    @Test
    void aFailureWaitsForTheNextTime() {
        run(() -> {
            throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "the store is away");
        });
        run(() -> {
            throw new SQLException("the database is away");
        });

        assertThat(runs("failed")).isEqualTo(2);
    }

    /** Prometheus sees an increase only of what it has seen before. */
    @Test
    void aFirstFailureIsAnIncrease() {
        run(() -> Optional.of(new Tally()));

        assertThat(meters.get("sightline.upkeep.runs")
                        .tags("work", "work", "outcome", "failed")
                        .counter()
                        .count())
                .isZero();
    }

    private double runs(String outcome) {
        return meters.counter("sightline.upkeep.runs", "work", "work", "outcome", outcome)
                .count();
    }

    private void run(Work work) {
        var upkeep = new Upkeep() {
            @Override
            public String name() {
                return "work";
            }

            @Override
            public Optional<Tally> run() throws SQLException {
                return work.run();
            }
        };
        new RunUpkeep(upkeep, meters).process(Exchanges.withBody(null));
    }

    private interface Work {
        Optional<Tally> run() throws SQLException;
    }
}
