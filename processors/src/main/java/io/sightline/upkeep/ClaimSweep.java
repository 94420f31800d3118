package io.sightline.upkeep;

import io.sightline.claim.ClaimKey;
import io.sightline.claim.ObjectStore;
import io.sightline.failure.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/**
 * Finds stored bytes that nobody names (mark) and reclaims them (sweep), in two steps that a late frame survives: an
 * orphan is copied to {@code reclaimed/}, verified there and removed; a fetch that misses brings it back; only after a
 * second grace it is gone for good.
 *
 * <p>Fates that it counts. Under {@code sha256/}: {@code live}, {@code young}, {@code foreign} (no key of ours),
 * {@code orphan} (dry run) or {@code reclaimed}. Under {@code reclaimed/}: {@code waiting} for the end of its grace,
 * {@code expired} (dry run) or {@code deleted}, {@code missed} (dry run) or {@code restored} when somebody names it and
 * the original is not there. Either: {@code corrupt} and {@code failed}, which stay where they are.
 */
public final class ClaimSweep implements Upkeep {
    private final Turn turn;
    private final ObjectStore store;
    private final SweepRules rules;
    private final Clock clock;
    private final SweepJournal journal = new SweepJournal();

    public ClaimSweep(Turn turn, ObjectStore store, SweepRules rules, Clock clock) {
        this.turn = turn;
        this.store = store;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "claims.sweep";
    }

    @Override
    public Optional<Tally> run() throws SQLException {
        return turn.take("claims.sweep", connection -> {
            // A tenth less than the period: the clocks of several processes tick at different moments.
            var recently = clock.instant().minus(rules.period().multipliedBy(9).dividedBy(10));
            return journal.hasBegunAfter(connection, recently, rules.dryRun())
                    ? Optional.empty()
                    : Optional.of(sweep(connection));
        });
    }

    private Tally sweep(Connection connection) throws SQLException {
        var run = new SweepRun(store, rules, connection, clock.instant());
        long id = journal.begin(connection, clock.instant(), rules.dryRun());
        try {
            store.visit(ClaimKey.STORED, rules.pageSize(), new OrphanPages(run)::visit);
            store.visit(ClaimKey.RECLAIMED + ClaimKey.STORED, rules.pageSize(), new ReclaimedPages(run)::visit);
        } catch (Failure failure) {
            journal.end(connection, id, clock.instant(), run.tally, failure.getMessage());
            throw failure;
        }
        journal.end(connection, id, clock.instant(), run.tally, null);
        return run.tally;
    }
}
