package io.sightline.upkeep;

import io.sightline.claim.ClaimKey;
import io.sightline.claim.Sha256;
import io.sightline.claim.StoredObject;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Second half of a sweep: reclaimed objects that were named after all go back, those whose second grace is over go for
 * good.
 */
final class ReclaimedPages {
    private final SweepRun run;

    ReclaimedPages(SweepRun run) {
        this.run = run;
    }

    void visit(List<StoredObject> page) throws SQLException {
        var reclaimed = reclaimed(page);
        var live = run.live.among(run.connection, reclaimed.keySet());
        reclaimed.forEach((hash, object) -> run.attempt(object, () -> {
            var old = !run.isYounger(object, run.rules.reclaimedGrace());
            return live.contains(hash) ? restore(hash, object, old) : drop(object, old);
        }));
    }

    private Map<Sha256, StoredObject> reclaimed(List<StoredObject> page) {
        var reclaimed = new LinkedHashMap<Sha256, StoredObject>();
        for (var object : page) {
            ClaimKey.hash(ClaimKey.original(object.key()))
                    .ifPresentOrElse(hash -> reclaimed.put(hash, object), () -> run.count("foreign", object));
        }
        return reclaimed;
    }

    private String drop(StoredObject object, boolean old) {
        if (!old) {
            return "waiting";
        }
        if (run.rules.dryRun()) {
            return "expired";
        }
        run.store.remove(object.key());
        return "deleted";
    }

    /** The copy goes only once the original was read and is sound: it may be the last good one. */
    private String restore(Sha256 hash, StoredObject copy, boolean old) {
        var key = ClaimKey.original(copy.key());
        boolean isThere = run.store.find(key).isPresent();
        if (isThere && !old) {
            return "waiting";
        }
        if (run.rules.dryRun()) {
            return isThere ? "expired" : "missed";
        }
        boolean isRestored = !isThere || !run.isSound(key, hash, copy.size());
        if (isRestored) {
            run.store.copy(copy.key(), key);
        }
        if (!run.isSound(key, hash, copy.size())) {
            return run.corrupt(key);
        }
        run.store.remove(copy.key());
        return isRestored ? "restored" : "deleted";
    }
}
