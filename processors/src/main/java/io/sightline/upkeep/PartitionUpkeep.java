package io.sightline.upkeep;

import io.sightline.delivery.MonthPartitions;
import java.sql.SQLException;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/** Makes the partitions of the months to come, and looks whether rows strayed into a default partition. */
public final class PartitionUpkeep implements Upkeep {
    private final MonthPartitions partitions;
    private final DefaultPartitions defaults;
    private final int monthsAhead;
    private final Clock clock;

    public PartitionUpkeep(MonthPartitions partitions, DefaultPartitions defaults, int monthsAhead, Clock clock) {
        this.partitions = partitions;
        this.defaults = defaults;
        this.monthsAhead = monthsAhead;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "partitions";
    }

    @Override
    public Optional<Tally> run() throws SQLException {
        partitions.makeAhead(YearMonth.now(clock.withZone(ZoneOffset.UTC)), monthsAhead);
        defaults.look();
        return Optional.of(new Tally());
    }
}
