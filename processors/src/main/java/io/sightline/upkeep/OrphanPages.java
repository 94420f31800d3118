package io.sightline.upkeep;

import io.sightline.claim.ClaimKey;
import io.sightline.claim.Sha256;
import io.sightline.claim.StoredObject;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** First half of a sweep: what nobody names, and is old enough, moves to {@code reclaimed/}. */
final class OrphanPages {
    private final SweepRun run;

    OrphanPages(SweepRun run) {
        this.run = run;
    }

    void visit(List<StoredObject> page) throws SQLException {
        var old = old(page);
        var live = run.live.among(run.connection, old.keySet());
        for (var candidate : old.entrySet()) {
            if (live.contains(candidate.getKey())) {
                run.count("live", candidate.getValue());
            } else if (run.rules.dryRun()) {
                run.count("orphan", candidate.getValue());
            } else {
                reclaim(candidate.getKey(), candidate.getValue());
            }
        }
    }

    private Map<Sha256, StoredObject> old(List<StoredObject> page) {
        var old = new LinkedHashMap<Sha256, StoredObject>();
        for (var object : page) {
            var hash = ClaimKey.hash(object.key());
            if (hash.isEmpty()) {
                run.count("foreign", object);
            } else if (run.isYounger(object, run.rules.grace())) {
                run.count("young", object);
            } else {
                old.put(hash.get(), object);
            }
        }
        return old;
    }

    private void reclaim(Sha256 hash, StoredObject object) throws SQLException {
        // A page takes its time: by now a frame may have come that names the object.
        if (!run.live.among(run.connection, Set.of(hash)).isEmpty()) {
            run.count("live", object);
            return;
        }
        run.attempt(object, () -> {
            var copy = ClaimKey.reclaimed(object.key());
            run.store.copy(object.key(), copy);
            if (!run.isSound(copy, hash, object.size())) {
                return run.corrupt(object.key());
            }
            run.store.remove(object.key());
            return "reclaimed";
        });
    }
}
