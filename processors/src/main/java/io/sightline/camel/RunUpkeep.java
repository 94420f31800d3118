package io.sightline.camel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.Failure;
import io.sightline.upkeep.Tally;
import io.sightline.upkeep.Upkeep;
import java.sql.SQLException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Does a piece of upkeep, counts what became of what, and says it in one line. A failure waits for the next time. */
public final class RunUpkeep implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(RunUpkeep.class);

    private static final String LEFT = "left";
    private static final String DONE = "done";
    private static final String FAILED = "failed";

    private final Upkeep upkeep;
    private final MeterRegistry meters;

    public RunUpkeep(Upkeep upkeep, MeterRegistry meters) {
        this.upkeep = upkeep;
        this.meters = meters;
        // From the start: an increase from nothing to 1 is none to whoever asks for increases.
        List.of(LEFT, DONE, FAILED).forEach(this::runs);
    }

    @Override
    public void process(Exchange exchange) {
        try {
            upkeep.run().ifPresentOrElse(this::report, () -> runs(LEFT).increment());
        } catch (SQLException | Failure failure) {
            runs(FAILED).increment();
            LOG.atWarn()
                    .addKeyValue("work", upkeep.name())
                    .addKeyValue("cause", failure.getMessage())
                    .log("upkeep ended early; what is left is done next time");
        }
    }

    private void report(Tally tally) {
        runs(DONE).increment();
        tally.counts().forEach((fate, count) -> {
            meters.counter("sightline." + upkeep.name(), "fate", fate).increment(count.number());
            if (count.bytes() > 0) {
                meters.counter("sightline." + upkeep.name() + ".bytes", "fate", fate)
                        .increment(count.bytes());
            }
        });
        LOG.atLevel(tally.counts().isEmpty() ? Level.DEBUG : Level.INFO)
                .addKeyValue("work", upkeep.name())
                .log("upkeep done: {}", tally);
    }

    private Counter runs(String outcome) {
        return meters.counter("sightline.upkeep.runs", "work", upkeep.name(), "outcome", outcome);
    }
}
