package io.sightline.runtime;

import io.sightline.delivery.Stop;
import io.sightline.failure.TransientFailure;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Ends start-up when where a group stands in a topic and what the broker has of it contradict each other. */
final class OffsetCheck implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetCheck.class);

    private final Map<String, Function<String, List<Stop>>> stops;

    /** @param stops why the group that reads a topic must not read it, by the topic */
    OffsetCheck(Map<String, Function<String, List<Stop>>> stops) {
        this.stops = stops;
    }

    @Override
    public void afterSingletonsInstantiated() {
        stops.forEach(OffsetCheck::check);
    }

    private static void check(String topic, Function<String, List<Stop>> stops) {
        try {
            stops.apply(topic).stream().findFirst().ifPresent(stop -> {
                throw new StartupException(stop.what(), stop.wayOn(), null);
            });
        } catch (TransientFailure failure) {
            // A topic that does not exist yet is none that was deleted; each partition is checked again when it is
            // read.
            LOG.warn("positions in topic {} are not checked yet: {}", topic, failure.getMessage());
        }
    }
}
