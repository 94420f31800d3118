package io.sightline.runtime;

import io.sightline.delivery.Positions;
import io.sightline.failure.TransientFailure;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;

/** Ends start-up when what PostgreSQL knows of a topic and what the broker has contradict each other. */
final class OffsetCheck implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(OffsetCheck.class);

    private final Map<String, Positions> positions;

    /** @param positions positions of the group that reads a topic, by the topic */
    OffsetCheck(Map<String, Positions> positions) {
        this.positions = positions;
    }

    @Override
    public void afterSingletonsInstantiated() {
        positions.forEach(OffsetCheck::check);
    }

    private static void check(String topic, Positions positions) {
        try {
            positions.stops(topic).stream().findFirst().ifPresent(stop -> {
                throw new StartupException(stop.what(), stop.wayOn(), null);
            });
        } catch (TransientFailure failure) {
            // A topic that does not exist yet is none that was deleted; each partition is checked again when it is
            // read.
            LOG.warn("positions in topic {} are not checked yet: {}", topic, failure.getMessage());
        }
    }
}
