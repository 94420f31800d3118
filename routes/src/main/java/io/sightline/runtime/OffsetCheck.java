package io.sightline.runtime;

import io.sightline.delivery.Stop;
import io.sightline.failure.TransientFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Ends start-up when where a group stands in a topic and what the broker has of it contradict each other. */
final class OffsetCheck implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetCheck.class);

    private final Stage stage;
    private final Map<String, Function<String, List<Stop>>> stops;

    /** @param stops why the group of the stage that reads a topic must not read it, by the topic */
    OffsetCheck(Stage stage, Map<String, Function<String, List<Stop>>> stops) {
        this.stage = stage;
        this.stops = stops;
    }

    @Override
    public void afterSingletonsInstantiated() {
        stops.forEach(this::check);
    }

    private void check(String topic, Function<String, List<Stop>> stops) {
        try {
            stops.apply(topic).stream().findFirst().ifPresent(stop -> {
                throw new StartupException(stop.what(), stop.wayOn() + meanwhile(), null);
            });
        } catch (TransientFailure failure) {
            // A topic that does not exist yet is none that was deleted; each partition is checked again when it is
            // read.
            LOG.warn("positions in topic {} are not checked yet: {}", topic, failure.getMessage());
        }
    }

    /** The whole process ends for one stage, and what explains the stop with it. */
    private String meanwhile() {
        return " This ends every process that has the stage " + stage.name().toLowerCase(Locale.ROOT)
                + ", and no other one: to ask GET /v1/audit before you decide, start one with --sightline.stages=api.";
    }
}
