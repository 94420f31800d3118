package io.sightline.upkeep;

import io.sightline.audit.Audit;
import io.sightline.audit.DayWindow;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Counts the rows of the last days, so that one that is gone is missed. It counts as {@code gap} what does not add up.
 */
public final class RowUpkeep implements Upkeep {
    private static final Duration LONGEST_QUESTION = Duration.ofMinutes(50);

    private final Turn turn;
    private final Audit audit;
    private final Duration period;
    private final int days;
    private final Clock clock;
    private final Duration longest;

    /**
     * Work for the clock.
     *
     * @param period how long after a count the next one is due, whichever process does it
     * @param days how many days are counted, up to today
     */
    public RowUpkeep(Turn turn, Audit audit, Duration period, int days, Clock clock) {
        this(turn, audit, period, days, clock, LONGEST_QUESTION);
    }

    RowUpkeep(Turn turn, Audit audit, Duration period, int days, Clock clock, Duration longest) {
        this.turn = turn;
        this.audit = audit;
        this.period = period;
        this.days = days;
        this.clock = clock;
        this.longest = longest;
    }

    @Override
    public String name() {
        return "audit.rows";
    }

    @Override
    public Optional<Tally> run() throws SQLException {
        return turn.take("audit.rows", connection -> {
            var window = DayWindow.last(days, clock.instant());
            // A tenth less than the period: the clocks of several processes tick at different moments.
            var recently = clock.instant().minus(period.multipliedBy(9).dividedBy(10));
            var last = audit.lastCount(connection);
            if (last.isPresent()
                    && last.get().countedAt().isAfter(recently)
                    && last.get().window().equals(window)) {
                return Optional.empty();
            }
            var tally = new Tally();
            var found = audit.count(connection, window, longest, "Lower sightline.audit.days.");
            if (!found.gaps().isEmpty()) {
                tally.add("gap", found.gaps().size(), 0);
            }
            return Optional.of(tally);
        });
    }
}
