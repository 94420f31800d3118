package io.sightline.upkeep;

import io.sightline.claim.ObjectStore;
import io.sightline.claim.Sha256;
import io.sightline.claim.StoredContent;
import io.sightline.claim.StoredObject;
import io.sightline.failure.Failure;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sweep: what its two halves share. */
final class SweepRun {
    private static final Logger LOG = LoggerFactory.getLogger(SweepRun.class);
    /** A store that fails so often in a row is not worth asking on. */
    private static final int MOST_FAILURES_IN_A_ROW = 10;

    final ObjectStore store;
    final LiveClaims live = new LiveClaims();
    final SweepRules rules;
    final Connection connection;
    final Tally tally = new Tally();
    private final Instant now;
    private int failuresInARow;

    SweepRun(ObjectStore store, SweepRules rules, Connection connection, Instant now) {
        this.store = store;
        this.rules = rules;
        this.connection = connection;
        this.now = now;
    }

    /** Something that is done to an object; answers its fate. */
    interface Step {
        String take();
    }

    boolean isYounger(StoredObject object, Duration grace) {
        return object.lastModified().isAfter(now.minus(grace));
    }

    void count(String fate, StoredObject object) {
        tally.add(fate, 1, object.size());
    }

    /** Takes the step and counts the object; whatever goes wrong, the object stays and the next one has its turn. */
    void attempt(StoredObject object, Step step) {
        try {
            count(step.take(), object);
            failuresInARow = 0;
        } catch (Failure failure) {
            count("failed", object);
            LOG.atWarn()
                    .addKeyValue("key", object.key())
                    .addKeyValue("cause", failure.getMessage())
                    .log("an object stays where it is, because the store did not do its part");
            if (++failuresInARow >= MOST_FAILURES_IN_A_ROW) {
                throw failure;
            }
        }
    }

    /** Whether the object holds what its name says, read from its first byte to its last. */
    boolean isSound(String key, Sha256 hash, long size) {
        return store.content(key).equals(new StoredContent(hash, size));
    }

    /** An object that does not hold what its name says is nobody's to delete. */
    String corrupt(String key) {
        LOG.atWarn()
                .addKeyValue("key", key)
                .log("an object does not hold what its name says; it stays where it is for you to look at");
        return "corrupt";
    }
}
