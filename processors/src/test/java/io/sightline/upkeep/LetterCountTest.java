package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.delivery.v1.Reason;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class LetterCountTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void countsWhatIsNotResolvedByStateAndReason(TestDatabase database) throws SQLException {
        var count = new LetterCount(database.dataSource(), meters);
        letters(database, 3, "open", "CLAIM_MISSING");
        letters(database, 2, "redriving", "CLAIM_MISSING");
        letters(database, 1, "redriving", "A_LATER_ONE");
        letters(database, 7, "resolved", "CLAIM_MISSING");

        count.run();
        assertThat(unresolved("open", "CLAIM_MISSING")).isEqualTo(3);
        assertThat(unresolved("redriving", "CLAIM_MISSING")).isEqualTo(2);
        assertThat(unresolved("redriving", "UNKNOWN")).isEqualTo(1);
        assertThat(unresolved("open", "NOT_A_PICTURE")).isZero();
        assertThat(meters.find("sightline.dead.letters.unresolved").gauges())
                .hasSize(LetterCount.STATES.size() * Reason.values().length);

        database.change("update dead_letter set state = 'resolved'");
        count.run();
        assertThat(unresolved("open", "CLAIM_MISSING")).isZero();
        assertThat(unresolved("redriving", "CLAIM_MISSING")).isZero();
    }

    /** Of 26,000 letters, so many of which are long, only entries of two indexes are read. */
    @Test
    void readsTheIndexesOfBothStatesAndNotTheLetters(TestDatabase database) {
        letters(database, 20_000, "resolved", "CLAIM_MISSING");
        letters(database, 4_000, "open", "CLAIM_MISSING");
        letters(database, 2_000, "redriving", "CLAIM_MISSING");
        database.change("vacuum analyze dead_letter");

        assertThat(database.plan(LetterCount.COUNT))
                .contains("dead_letter_open", "Index Only Scan using dead_letter_redriving")
                .doesNotContain("Seq Scan");
    }

    private double unresolved(String state, String reason) {
        return meters.get("sightline.dead.letters.unresolved")
                .tags("state", state, "reason", reason)
                .gauge()
                .value();
    }

    private static void letters(TestDatabase database, int number, String state, String reason) {
        database.change("insert into dead_letter (event_id, state, reason, stage, route, attempts, first_failed_at,"
                + " last_failed_at, exception_class, message, stack_hash, runtime_version, original_value)"
                + " select gen_random_uuid(), '" + state + "', '" + reason
                + "', 'ingest', 'ingest-frames', 1, now(), now(),"
                + " 'x', 'x', 'x', '1.2.3', decode(repeat('00', 1000), 'hex') from generate_series(1, " + number + ")");
    }
}
