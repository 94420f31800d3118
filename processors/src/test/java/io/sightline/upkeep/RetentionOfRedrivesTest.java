package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long it is known what redrives did. */
@ExtendWith(PostgresServer.class)
class RetentionOfRedrivesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-10T00:00:00Z"), ZoneOffset.UTC);
    private static final Duration KEPT = Duration.ofDays(20);
    private static final String LONG_AGO = "2026-01-01T00:00:00Z";
    private static final String LATELY = "2026-03-01T00:00:00Z";

    private TestDatabase database;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
    }

    @Test
    void finishedOnesGoByTheAgeOfTheirEnd() throws SQLException {
        letter(redrive(LONG_AGO, false), "resolved", LONG_AGO);
        redrive(LONG_AGO, false);
        var late = redrive(LONG_AGO, false);
        letter(late, "resolved", LONG_AGO);
        letter(late, "failed", LATELY);
        redrive(LATELY, false);

        assertThat(retain(KEPT, false).number("redrive")).isEqualTo(2);

        assertThat(database.number("select count(*) from redrive")).isEqualTo(2);
        assertThat(database.number("select count(*) from redrive_letter where redrive_id = '" + late + "'"))
                .isEqualTo(2);
        assertThat(database.number("select count(*) from redrive_letter")).isEqualTo(2);
    }

    @Test
    void whatIsNotFinishedIsKeptHoweverOldItIs() throws SQLException {
        redrive(LONG_AGO, true);
        letter(redrive(LONG_AGO, false), "pending", null);

        assertThat(retain(KEPT, false).number("redrive")).isZero();

        assertThat(database.number("select count(*) from redrive")).isEqualTo(2);
    }

    @Test
    void aDryRunCountsAndKeepsThem() throws SQLException {
        letter(redrive(LONG_AGO, false), "resolved", LONG_AGO);
        redrive(LATELY, false);

        assertThat(retain(KEPT, true).number("redrive.expired")).isOne();

        assertThat(database.number("select count(*) from redrive")).isEqualTo(2);
    }

    @Test
    void withoutASettingTheyAreKept() throws SQLException {
        redrive(LONG_AGO, false);

        assertThat(retain(null, false).counts()).isEmpty();

        assertThat(database.number("select count(*) from redrive")).isOne();
    }

    private UUID redrive(String requested, boolean sending) {
        var id = UUID.randomUUID();
        database.change("insert into redrive (id, requested_by, requested_at, filters, per_second, matched, sending)"
                + " values ('" + id + "', 'somebody', '" + requested + "', '{}', 1, 0, " + sending + ")");
        return id;
    }

    private void letter(UUID redrive, String fate, @Nullable String settled) {
        database.change("insert into redrive_letter (redrive_id, event_id, fate, settled_at) values ('" + redrive
                + "', '" + UUID.randomUUID() + "', '" + fate + "', " + (settled == null ? "null" : "'" + settled + "'")
                + ")");
    }

    private Tally retain(@Nullable Duration kept, boolean dryRun) throws SQLException {
        var rules = new RetentionRules(null, null, null, kept, dryRun);
        return new Retention(new Turn(database.dataSource()), rules, CLOCK)
                .run()
                .orElseThrow();
    }
}
