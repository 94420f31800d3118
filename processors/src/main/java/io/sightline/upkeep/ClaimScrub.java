package io.sightline.upkeep;

import io.sightline.claim.ClaimKey;
import io.sightline.claim.ObjectStore;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a random sample of live claims and compares length and SHA-256: bytes can rot, and objects can be deleted by
 * others. It counts {@code sound}, {@code corrupt}, {@code missing}, {@code reclaimed} (it can be brought back) and
 * {@code failed} (nobody knows), says of all but the first which they are, and changes nothing.
 */
public final class ClaimScrub implements Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimScrub.class);

    /** In a row: each may have waited for a time-out. */
    private static final int MOST_FAILURES = 3;

    private final DataSource database;
    private final ObjectStore store;
    private final int size;
    private final ClaimSample sample;

    /** @param size how many pictures are read each time */
    public ClaimScrub(DataSource database, ObjectStore store, int size, Random random) {
        this.database = database;
        this.store = store;
        this.size = size;
        this.sample = new ClaimSample(random);
    }

    @Override
    public String name() {
        return "claims.scrub";
    }

    @Override
    public Optional<Tally> run() throws SQLException {
        var tally = new Tally();
        var failures = 0;
        for (var claim : draw()) {
            if (failures == MOST_FAILURES) {
                LOG.atWarn().log("the store fails again and again; the rest of the sample is left");
                break;
            }
            var fate = fate(claim);
            failures = fate.equals("failed") ? failures + 1 : 0;
            tally.add(fate, 1, claim.size().orElse(0));
            if (!fate.equals("sound") && !fate.equals("failed")) {
                LOG.atWarn()
                        .addKeyValue("key", claim.key())
                        .addKeyValue("fate", fate)
                        .log("stored bytes are not what they were; put the original bytes back");
            }
        }
        return Optional.of(tally);
    }

    /** The connection goes back before the objects are read, which takes a while. */
    private Iterable<ClaimSample.Claim> draw() throws SQLException {
        try (var connection = database.getConnection()) {
            return sample.draw(connection, size);
        }
    }

    private String fate(ClaimSample.Claim claim) {
        try {
            return isSound(claim, claim.key()) ? "sound" : "corrupt";
        } catch (Failure failure) {
            return failure.code() == FailureCode.CLAIM_MISSING ? missing(claim) : failed(claim, failure);
        }
    }

    private String missing(ClaimSample.Claim claim) {
        try {
            return isReclaimed(claim) ? "reclaimed" : "missing";
        } catch (Failure failure) {
            return failed(claim, failure);
        }
    }

    /** What was found of the others is not lost by it. */
    private static String failed(ClaimSample.Claim claim, Failure failure) {
        LOG.atWarn()
                .addKeyValue("key", claim.key())
                .addKeyValue("cause", failure.getMessage())
                .log("stored bytes could not be read; nothing is known of them");
        return "failed";
    }

    private boolean isSound(ClaimSample.Claim claim, String key) {
        var content = store.content(key);
        return content.hash().equals(claim.hash())
                && content.size() == claim.size().orElse(content.size());
    }

    /** The next fetch, or the next sweep, brings it back. */
    private boolean isReclaimed(ClaimSample.Claim claim) {
        return store.find(ClaimKey.reclaimed(claim.key())).isPresent();
    }
}
