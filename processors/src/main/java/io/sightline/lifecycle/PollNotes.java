package io.sightline.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.failure.Failure;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How looks at sources and other repeated works fare: a metric each time, a line of the log when that changes. */
public final class PollNotes {
    private static final Logger LOG = LoggerFactory.getLogger(PollNotes.class);
    private static final String WELL = "";

    private final MeterRegistry meters;
    private final Map<String, String> last = new ConcurrentHashMap<>();

    public PollNotes(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A look that said something. */
    void looked(String model, Choice choice) {
        var outcome = choice instanceof Choice.Stay stay
                ? stay.why().name()
                : choice.getClass().getSimpleName();
        count(model, outcome.toLowerCase(Locale.ROOT));
        var message = choice instanceof Choice.Stay stay && stay.why() != Choice.Why.SAME ? stay.message() : WELL;
        if (changes("look at model " + model, message) && !message.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("model", model)
                    .addKeyValue("outcome", outcome)
                    .addKeyValue("message", message)
                    .log("what serves goes on");
        }
    }

    /** A look that said nothing. */
    void failed(String model, Failure failure) {
        count(model, failure.code().name().toLowerCase(Locale.ROOT));
        fails("look at model " + model, failure);
    }

    /** A work that was done. */
    void works(String subject) {
        if (changes(subject, WELL)) {
            LOG.atInfo().addKeyValue("work", subject).log("works again");
        }
    }

    /** A work that was not, and will be tried again. */
    void fails(String subject, Failure failure) {
        meters.counter("sightline.promotion.failures", "code", failure.code().name())
                .increment();
        if (changes(subject, String.valueOf(failure.getMessage()))) {
            LOG.atWarn()
                    .addKeyValue("work", subject)
                    .addKeyValue("code", failure.code())
                    .addKeyValue("cause", failure.getMessage())
                    .log("failed; what serves goes on, and it is tried again");
        }
    }

    private void count(String model, String outcome) {
        meters.counter("sightline.promotion.looks", "model", model, "outcome", outcome)
                .increment();
    }

    private boolean changes(String subject, String message) {
        var before = last.put(subject, message);
        return !message.equals(before == null ? WELL : before);
    }
}
