package io.sightline.live;

import io.sightline.integration.FileState;
import io.sightline.integration.PipePlacement;
import io.sightline.integration.SourceFile;
import io.sightline.lifecycle.Turns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where files of routes come from: all sources together are what runs, but for the Pipes that it is another process'
 * turn to run.
 */
public final class RouteSources {
    private final LiveRoutes live;
    private final Turns turns;
    private final Map<String, List<SourceFile>> bySource = new TreeMap<>();
    private final Map<SourceFile, PipePlacement> placements = new WeakHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Pipe> pipes = Map.of();

    /** @param turns of the Pipes, by name of the Pipe */
    public RouteSources(LiveRoutes live, Turns turns) {
        this.live = live;
        this.turns = turns;
    }

    /**
     * A file that holds a Pipe.
     *
     * @param source that it is of
     * @param placement where it is to run
     * @param here whether it is this process' turn
     * @param state what came of it here as it is; empty when nothing did yet
     * @param running the file that runs of it, which may be a former one; empty when none does
     */
    public record Pipe(
            String source,
            SourceFile file,
            PipePlacement placement,
            boolean here,
            Optional<FileState> state,
            Optional<SourceFile> running) {}

    /**
     * Tells of each change of what becomes of Pipes.
     *
     * @param listener must not wait
     */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** The files of a source are these now, and what runs is made so. */
    public void put(String source, List<SourceFile> files) {
        synchronized (this) {
            bySource.put(source, List.copyOf(files));
        }
        apply();
    }

    /** Makes what runs what it is to be; does nothing when it is. */
    public void apply() {
        synchronized (this) {
            var present = new ArrayList<SourceFile>();
            var wanted = new HashSet<String>();
            var next = new TreeMap<String, Pipe>();
            bySource.forEach((source, files) -> files.forEach(file -> {
                var placement = placements.computeIfAbsent(file, PipePlacement::of);
                if (placement.names().isEmpty()) {
                    present.add(file);
                    return;
                }
                var turn = turn(placement);
                wanted.add(turn);
                boolean here = turns.has(turn);
                if (here || placement.everywhere()) {
                    present.add(file);
                }
                next.put(file.name(), new Pipe(source, file, placement, here, Optional.empty(), Optional.empty()));
            }));
            turns.want(wanted);
            live.apply(present);
            turns.keep(wanted);
            var states = states();
            var here = Collections.newSetFromMap(new IdentityHashMap<SourceFile, Boolean>());
            here.addAll(present);
            next.replaceAll((name, pipe) -> withState(pipe, here, states));
            if (pipes.equals(next)) {
                return;
            }
            pipes = Map.copyOf(next);
        }
        listeners.forEach(Runnable::run);
    }

    private Pipe withState(Pipe pipe, Set<SourceFile> present, Map<String, FileState> states) {
        var name = pipe.file().name();
        boolean isPresent = present.contains(pipe.file());
        return new Pipe(
                pipe.source(),
                pipe.file(),
                pipe.placement(),
                pipe.here(),
                isPresent ? Optional.ofNullable(states.get(name)) : Optional.empty(),
                live.running(name));
    }

    private Map<String, FileState> states() {
        var states = new HashMap<String, FileState>();
        live.states().forEach(state -> states.put(state.file(), state));
        return states;
    }

    /** The Pipes of all sources, those that run elsewhere too, by name of the file; waits for no change under way. */
    public Map<String, Pipe> pipes() {
        return pipes;
    }

    /** A file with several Pipes has the turn of the first. */
    private static String turn(PipePlacement placement) {
        return placement.names().get(0);
    }
}
