package io.sightline.live;

import io.sightline.integration.PipePlacement;
import io.sightline.integration.SourceFile;
import io.sightline.lifecycle.Turns;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.stream.Stream;

/**
 * Whose turn files are: a file with Pipes that run in one process at a time is this process' when the turns of all of
 * them are. To be asked by any thread; waits for nobody.
 */
final class PipeTurns {
    private final Turns turns;
    private final Map<SourceFile, PipePlacement> placements = Collections.synchronizedMap(new WeakHashMap<>());

    PipeTurns(Turns turns) {
        this.turns = turns;
    }

    PipePlacement placement(SourceFile file) {
        var known = placements.get(file);
        if (known != null) {
            return known;
        }
        // A long file takes long to read, and nobody else is to wait for it.
        var found = PipePlacement.of(file);
        placements.put(file, found);
        return found;
    }

    private List<String> names(SourceFile file) {
        return List.copyOf(new TreeSet<>(placement(file).names()));
    }

    /** Whether it is this process' turn to run each Pipe of it. */
    boolean isOurs(SourceFile file) {
        return names(file).stream().allMatch(turns::has);
    }

    /** Whether it may run here now, as far as turns are concerned. */
    boolean mayRun(SourceFile file) {
        return placement(file).everywhere() || isOurs(file);
    }

    /** Whether another process had the turn of one of its Pipes when that was last asked for. */
    boolean isElsewhere(SourceFile file) {
        return names(file).stream().anyMatch(turns::isElsewhere);
    }

    /**
     * The turns that this process has of a file, and the next one that it lacks. Asked for in the order of their names,
     * so that no two processes wait for what the other one has.
     */
    Stream<String> wanted(SourceFile file) {
        var names = names(file);
        int next = 0;
        while (next < names.size() && turns.has(names.get(next))) {
            next++;
        }
        return names.stream().limit(next + 1L);
    }
}
