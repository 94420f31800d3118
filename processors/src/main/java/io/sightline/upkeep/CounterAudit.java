package io.sightline.upkeep;

import io.sightline.audit.Audit;
import io.sightline.audit.AuditMeters;
import java.sql.SQLException;
import java.util.Optional;

/** Compares the counters of the database with the broker's offsets, and keeps the result as metrics. */
public final class CounterAudit implements Upkeep {
    private final Audit audit;
    private final AuditMeters meters;

    public CounterAudit(Audit audit, AuditMeters meters) {
        this.audit = audit;
        this.meters = meters;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public Optional<Tally> run() throws SQLException {
        meters.update(audit.answer());
        return Optional.of(new Tally());
    }
}
