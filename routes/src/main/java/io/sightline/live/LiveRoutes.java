package io.sightline.live;

import io.sightline.integration.Diagnostic;
import io.sightline.integration.FileState;
import io.sightline.integration.FileState.Condition;
import io.sightline.integration.LoadPlan;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Unit;
import io.sightline.integration.Validator;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts files of integrators live in a Camel context that runs: a change is judged, tried, and then takes the place of
 * what ran before; when that fails, what ran before runs again. Each file is one unit; those that depend on each other
 * change as one.
 */
public final class LiveRoutes {
    static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final CamelContext camel;
    private final Validator validator;
    private final FileStates states;
    private final BuiltIn builtIn;
    private final IdGuard guard;
    private final Clock clock;
    private final Outstanding outstanding;
    private final RunningUnits running;
    private final StepRunner steps;
    private volatile List<SourceFile> last = List.of();
    private volatile Map<String, String> filesOfRoutes = Map.of();
    private volatile boolean isChanging;

    /**
     * Has put nothing live yet.
     *
     * @param outcomes is told what becomes of each change
     */
    public LiveRoutes(
            CamelContext camel, Surroundings surroundings, Limits limits, Clock clock, Consumer<Condition> outcomes) {
        this.camel = camel;
        this.clock = clock;
        this.validator = new Validator(surroundings);
        this.states = new FileStates(clock, outcomes);
        this.builtIn = new BuiltIn(camel, surroundings.builtIn());
        this.guard = IdGuard.of(camel, builtIn);
        var loader = new UnitLoader(limits.load(), guard);
        var runner = new UnitRunner(camel, loader, builtIn, new RouteStops(camel, limits.stop()));
        this.outstanding = new Outstanding(clock);
        this.running = new RunningUnits(runner);
        var ids = new IdRule(
                camel, builtIn, surroundings.guarded(), () -> running.all().values());
        var groups = new GroupRule(validator::builtInGroups);
        groups.guard(camel, guard);
        var trial = new Trial(camel, loader, ids, groups);
        this.steps = new StepRunner(trial, running, builtIn, states, outstanding);
        builtIn.stopBy(id -> runner.removeRoutes(List.of(id)));
    }

    /**
     * How long things may take.
     *
     * @param load for the code of a Java file to build its routes
     * @param stop for a route to end what it has begun
     */
    public record Limits(Duration load, Duration stop) {}

    /** Makes these files the ones that run, as far as they can; there are no others. */
    public void apply(List<SourceFile> present) {
        apply(present, Map.of());
    }

    /**
     * Makes these files the ones that run, as far as they can. When they are the same as before, what does not run is
     * tried again.
     *
     * @param absent files that may not run now, by name; when they may again they go on with what ran of them
     */
    synchronized void apply(List<SourceFile> present, Map<String, SourceFile> absent) {
        guard.begin();
        try {
            applyJudged(present, absent);
        } finally {
            guard.end();
        }
    }

    private void applyJudged(List<SourceFile> present, Map<String, SourceFile> absent) {
        var files = new HashMap<String, SourceFile>();
        present.forEach(file -> files.put(file.name(), file));
        outstanding.keep(files.keySet(), absent);
        if (isSame(last, present)) {
            if (steps.retry(files)) {
                noteRoutes();
            }
            return;
        }
        isChanging = true;
        // What ends midway is not what was there before.
        last = List.of();
        try {
            change(present);
            last = running.isAnyWithheld() ? List.of() : List.copyOf(present);
        } finally {
            isChanging = false;
        }
    }

    private void change(List<SourceFile> present) {
        // Otherwise a REST definition takes the route that it calls into itself, and its id.
        camel.getRestConfiguration().setInlineRoutes(false);
        var units = new HashMap<String, Unit>();
        running.all().forEach((name, unit) -> units.put(name, unit.unit));
        var judged = present.stream()
                .map(file -> outstanding.orWhatRuns(file, running.unit(file.name())))
                .toList();
        var plan = LoadPlan.of(units, judged, validator);
        plan.refused().forEach(this::refuse);
        outstanding.keepFresh(present, plan.refused().keySet());
        // What has failed is tried in peace later: what somebody has just changed is not to wait for it.
        steps.carryOut(plan.steps().stream()
                .filter(step -> !outstanding.isWaiting(step))
                .toList());
        for (var file : present) {
            var unit = running.all().get(file.name());
            if (unit != null
                    && unit.unit.file().saysTheSameAs(file)
                    && !plan.refused().containsKey(file.name())) {
                states.update(file.name(), Condition.LIVE, builtIn.remark(unit), List.of());
            }
        }
        noteRoutes();
        var names = present.stream().map(SourceFile::name).collect(Collectors.toCollection(HashSet::new));
        // What others cannot do without goes on when its file is gone.
        names.addAll(running.all().keySet());
        states.keep(names);
    }

    private void noteRoutes() {
        var routes = new HashMap<String, String>();
        running.all().forEach((name, unit) -> unit.routes.forEach(id -> routes.put(id, name)));
        filesOfRoutes = Map.copyOf(routes);
    }

    /** Which file each route comes from, by id of the route; waits for no change that is under way. */
    public Map<String, String> filesOfRoutes() {
        return filesOfRoutes;
    }

    /**
     * Ids of the routes of a file that runs, its Kamelets' too, which do not; waits for no change that is under way.
     */
    public List<String> stopped(String file) {
        return Stream.ofNullable(running.all().get(file))
                .flatMap(unit -> unit.routes.stream())
                .filter(id -> {
                    var status = camel.getRouteController().getRouteStatus(id);
                    return status != null && !status.isStarted();
                })
                .sorted()
                .toList();
    }

    /** The file of a name as it runs, which may be a former one; empty while it is replaced. */
    public Optional<SourceFile> running(String file) {
        return running.unit(file).map(Unit::file);
    }

    /** The last version of a file that ran, or that is tried, when none runs and that one is to; empty otherwise. */
    Optional<SourceFile> outstanding(String file) {
        return outstanding.file(file);
    }

    /** Whether what is to run of a file, and does not, is to be tried next. */
    boolean isDue(String file) {
        return outstanding.isDue(file);
    }

    /** Whether a file was to run as it is when that was last asked for, and nothing of it does. */
    boolean isIdle(SourceFile file) {
        return !running.all().containsKey(file.name()) && last.stream().anyMatch(former -> isSame(former, file));
    }

    Clock clock() {
        return clock;
    }

    CamelContext camel() {
        return camel;
    }

    /** What runs, by name of the file; waits for no change that is under way. */
    Map<String, RunningUnit> units() {
        return running.all();
    }

    /** What runs, starts or stops; waits for no change that is under way. */
    Set<RunningUnit> alive() {
        return running.alive();
    }

    /** Leaves out what may not run right before it would be started. */
    void startOnly(Predicate<SourceFile> permission) {
        running.startOnly(permission);
    }

    /** From now on nothing is started or stopped any more, not even by the change that is under way. */
    void freeze() {
        running.freeze();
    }

    /** How the files fare, by name. */
    public List<FileState> states() {
        return states.all();
    }

    /** Whether a change is under way: a route that is gone may be back in a moment. */
    public boolean isChanging() {
        return isChanging;
    }

    /** Whether these are the same files, and say the same. */
    static boolean isSame(List<SourceFile> former, List<SourceFile> present) {
        var others = former.iterator();
        return present.size() == former.size() && present.stream().allMatch(file -> isSame(others.next(), file));
    }

    private static boolean isSame(SourceFile former, SourceFile file) {
        return former.name().equals(file.name()) && former.saysTheSameAs(file);
    }

    private void refuse(String file, List<Diagnostic> findings) {
        states.update(file, Condition.INVALID, findings.get(0).toString(), findings);
    }
}
