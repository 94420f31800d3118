package io.sightline.live;

import io.sightline.integration.FileState;
import io.sightline.integration.PipePlacement;
import io.sightline.integration.SourceFile;
import io.sightline.lifecycle.Turns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where files of routes come from: all sources together are what runs, but for the Pipes that it is another process'
 * turn to run. Whatever is wrong with a file, what runs of it runs for as long as that is this process' turn, and again
 * when it is so again. What cannot run here is passed on to others, and tried again when they had time to take it.
 */
public final class RouteSources {
    /**
     * Times that what runs is made what it is to be: what may not run goes first, and then comes what takes its place.
     */
    private static final int ROUNDS = 3;

    private final LiveRoutes live;
    private final Turns turns;
    private final PipeTurns ours;
    private final IdleTurns idle;
    private final PipeGuard guard;
    private final Map<String, List<SourceFile>> bySource = new TreeMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Pipe> pipes = Map.of();
    private volatile boolean isFrozen;

    /** @param turns of the Pipes, by name of the Pipe */
    public RouteSources(LiveRoutes live, Turns turns) {
        this.live = live;
        this.turns = turns;
        this.ours = new PipeTurns(turns);
        this.idle = new IdleTurns(live.clock());
        this.guard = new PipeGuard(live.camel(), live, ours);
        live.startOnly(ours::mayRun);
    }

    /**
     * A file that holds a Pipe, or holds none that can be read while one of its runs on.
     *
     * @param source that it is of
     * @param placement where its Pipes are to run
     * @param ours whether it is this process' turn
     * @param state what came of it here as it is; empty when nothing did yet
     * @param running the file that runs of it, which may be a former one; empty when none does
     */
    public record Pipe(
            String source,
            SourceFile file,
            PipePlacement placement,
            boolean ours,
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

    /** From now on nothing is changed any more, and the change that is under way ends: the process does. */
    public void freeze() {
        isFrozen = true;
        live.freeze();
    }

    /** Makes what runs what it is to be; does nothing when it is. */
    public void apply() {
        synchronized (this) {
            if (isFrozen) {
                return;
            }
            turns.want(wanted());
            List<SourceFile> present;
            int round = 0;
            do {
                present = choice();
                live.apply(present, absent(present));
            } while (!isFrozen && ++round < ROUNDS && !choice().equals(present));
            turns.passOn(idle(present));
            var wanted = wanted();
            turns.want(wanted);
            turns.keep(wanted);
            var next = pipes(Set.copyOf(present));
            if (pipes.equals(next)) {
                return;
            }
            pipes = next;
        }
        listeners.forEach(Runnable::run);
    }

    /**
     * Lets nothing begin of what it is not this process' turn to run any more. Waits for nobody, whatever change is
     * under way.
     *
     * @param threads as many as there is work
     * @return whether there is something that {@link #apply} has to take out
     */
    boolean holdLost(Executor threads) {
        return guard.look(threads);
    }

    private void forEach(BiConsumer<String, SourceFile> work) {
        bySource.forEach((source, files) -> files.forEach(file -> work.accept(source, file)));
    }

    private List<SourceFile> choice() {
        var chosen = new ArrayList<SourceFile>();
        forEach((source, file) -> choice(file).ifPresent(chosen::add));
        return chosen;
    }

    /** What is to run of a file: that or, until its turn has been asked for, what runs of it. */
    private Optional<SourceFile> choice(SourceFile file) {
        var former = former(file);
        if (guard.isHeld(file) || !former.map(ours::mayRun).orElse(true)) {
            return Optional.empty();
        }
        if (ours.mayRun(file)) {
            return Optional.of(file);
        }
        if (ours.isElsewhere(file)) {
            return Optional.empty();
        }
        // What did not run goes on not running, and is spoken of, until somebody else has the turn.
        return former.isPresent() || !live.isIdle(file) ? former : Optional.of(file);
    }

    private Map<String, SourceFile> absent(List<SourceFile> present) {
        var absent = new HashMap<String, SourceFile>();
        forEach((source, file) -> absent.put(file.name(), file));
        present.forEach(file -> absent.remove(file.name()));
        return absent;
    }

    /** Turns that others are to have, since nothing can be done with them here. */
    private Set<String> idle(List<SourceFile> present) {
        var over = new HashSet<String>();
        for (var file : present) {
            if (live.running(file.name()).isPresent()) {
                idle.end(file);
            } else {
                over.addAll(idle.over(file, unused(file), live.isDue(file.name())));
            }
        }
        // Of two files with one Pipe the one that runs has it.
        live.units().values().forEach(unit -> ours.wanted(unit.unit.file()).forEach(over::remove));
        var names = new HashSet<String>();
        forEach((source, file) -> names.add(file.name()));
        idle.keep(names);
        return over;
    }

    /** Turns that this process has for a file of which nothing runs here. */
    private Set<String> unused(SourceFile file) {
        return Stream.concat(Stream.of(file), live.outstanding(file.name()).stream())
                .filter(known -> !ours.placement(known).everywhere() && ours.isOurs(known))
                .flatMap(ours::wanted)
                .collect(Collectors.toSet());
    }

    private Optional<SourceFile> former(SourceFile file) {
        return live.running(file.name()).filter(running -> !running.saysTheSameAs(file));
    }

    /** Of what is to run, of what is tried in its place, and of what runs. */
    private Set<String> wanted() {
        var wanted = new HashSet<String>();
        forEach((source, file) -> Stream.concat(Stream.of(file), live.outstanding(file.name()).stream())
                .flatMap(ours::wanted)
                .forEach(wanted::add));
        live.units().values().stream()
                .flatMap(unit -> ours.wanted(unit.unit.file()))
                .forEach(wanted::add);
        return wanted;
    }

    private Map<String, Pipe> pipes(Set<SourceFile> present) {
        var states = new HashMap<String, FileState>();
        live.states().forEach(state -> states.put(state.file(), state));
        var found = new HashMap<String, Pipe>();
        forEach((source, file) -> Stream.of(
                        Stream.of(file), former(file).stream(), live.outstanding(file.name()).stream())
                .flatMap(known -> known)
                .filter(known -> !ours.placement(known).names().isEmpty())
                .findFirst()
                .ifPresent(known -> found.put(
                        file.name(),
                        new Pipe(
                                source,
                                file,
                                ours.placement(known),
                                ours.isOurs(known),
                                Optional.ofNullable(states.get(file.name())).filter(state -> present.contains(file)),
                                live.running(file.name())))));
        return Map.copyOf(found);
    }

    /** Ids of the routes of a Pipe that runs here, its Kamelets' too, which do not. To be asked by any thread. */
    public List<String> stopped(Pipe pipe) {
        return live.stopped(pipe.file().name());
    }

    /** Whether it is this process' turn right now. To be asked by any thread. */
    public boolean isOurs(Pipe pipe) {
        return pipe.placement().names().stream().allMatch(turns::has);
    }

    /** The Pipes of all sources, those that run elsewhere too, by name of the file; waits for no change under way. */
    public Map<String, Pipe> pipes() {
        return pipes;
    }
}
