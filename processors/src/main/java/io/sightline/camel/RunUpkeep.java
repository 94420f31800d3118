package io.sightline.camel;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.Failure;
import io.sightline.upkeep.Tally;
import io.sightline.upkeep.Upkeep;
import java.sql.SQLException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Does a piece of upkeep, counts what became of what, and says it in one line. A failure waits for the next time. */
public final class RunUpkeep implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(RunUpkeep.class);

    private final Upkeep upkeep;
    private final MeterRegistry meters;

    public RunUpkeep(Upkeep upkeep, MeterRegistry meters) {
        this.upkeep = upkeep;
        this.meters = meters;
    }

    @Override
    public void process(Exchange exchange) {
        try {
            upkeep.run().ifPresentOrElse(this::report, () -> count("left"));
        } catch (SQLException | Failure failure) {
            count("failed");
            LOG.atWarn()
                    .addKeyValue("work", upkeep.name())
                    .addKeyValue("cause", failure.getMessage())
                    .log("upkeep ended early; what is left is done next time");
        }
    }

    private void report(Tally tally) {
        count("done");
        tally.counts().forEach((fate, count) -> {
            meters.counter("sightline." + upkeep.name(), "fate", fate).increment(count.number());
            meters.counter("sightline." + upkeep.name() + ".bytes", "fate", fate)
                    .increment(count.bytes());
        });
        LOG.atLevel(tally.counts().isEmpty() ? Level.DEBUG : Level.INFO)
                .addKeyValue("work", upkeep.name())
                .log("upkeep done: {}", tally);
    }

    private void count(String outcome) {
        meters.counter("sightline.upkeep.runs", "work", upkeep.name(), "outcome", outcome)
                .increment();
    }
}
