package io.sightline.live;

import io.sightline.integration.Diagnostic;
import io.sightline.integration.FileState;
import io.sightline.integration.FileState.Condition;
import io.sightline.integration.LoadPlan;
import io.sightline.integration.LoadPlan.Change;
import io.sightline.integration.LoadPlan.Step;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Unit;
import io.sightline.integration.Validator;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts files of integrators live in a Camel context that runs: a change is judged, tried, and then takes the place of
 * what ran before; when that fails, what ran before runs again. Each file is one unit; those that depend on each other
 * change as one.
 */
public final class LiveRoutes {
    static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final Validator validator;
    private final FileStates states;
    private final BuiltIn builtIn;
    private final Trial trial;
    private final UnitRunner runner;
    private final Map<String, RunningUnit> running = new ConcurrentSkipListMap<>();
    private final Map<String, SourceFile> notStarted = new HashMap<>();
    private List<SourceFile> last = List.of();
    private volatile Map<String, String> filesOfRoutes = Map.of();

    /**
     * Has put nothing live yet.
     *
     * @param outcomes is told what becomes of each change
     */
    public LiveRoutes(
            CamelContext camel, Surroundings surroundings, Limits limits, Clock clock, Consumer<Condition> outcomes) {
        this.validator = new Validator(surroundings);
        this.states = new FileStates(clock, outcomes);
        this.builtIn = new BuiltIn(camel, surroundings.builtIn());
        var loader = new UnitLoader(camel, limits.load());
        var beans = new Beans(camel);
        this.trial = new Trial(camel, loader, beans);
        this.runner = new UnitRunner(camel, loader, beans, builtIn, new RouteStops(camel, limits.stop()));
        builtIn.stopBy(id -> runner.removeRoutes(List.of(id)));
    }

    /**
     * How long things may take.
     *
     * @param load for the code of a Java file to build its routes
     * @param stop for a route to end what it has begun
     */
    public record Limits(Duration load, Duration stop) {}

    /** Makes these files the ones that run, as far as they can. Does nothing when they are the same as before. */
    public synchronized void apply(List<SourceFile> present) {
        if (isSame(present)) {
            return;
        }
        last = List.copyOf(present);
        var units = new HashMap<String, Unit>();
        running.forEach((name, unit) -> units.put(name, unit.unit));
        notStarted.keySet().retainAll(present.stream().map(SourceFile::name).toList());
        var plan = LoadPlan.of(units, present.stream().map(this::orWhatRuns).toList(), validator);
        plan.refused().forEach(this::refuse);
        plan.steps().forEach(this::carryOut);
        for (var file : present) {
            var unit = running.get(file.name());
            if (unit != null
                    && unit.unit.file().saysTheSameAs(file)
                    && !plan.refused().containsKey(file.name())
                    && plan.steps().stream().noneMatch(step -> step.concerns(file.name()))) {
                states.update(file.name(), Condition.LIVE, replaced(unit), List.of());
            }
        }
        var routes = new HashMap<String, String>();
        running.forEach((name, unit) -> unit.routes.forEach(id -> routes.put(id, name)));
        filesOfRoutes = Map.copyOf(routes);
        states.keep(present.stream().map(SourceFile::name).collect(Collectors.toSet()));
    }

    /** To try again what did not start would interrupt what runs, whenever anything else changes. */
    private SourceFile orWhatRuns(SourceFile file) {
        var failed = notStarted.get(file.name());
        var unit = running.get(file.name());
        if (failed != null && unit != null && failed.saysTheSameAs(file)) {
            return unit.unit.file();
        }
        notStarted.remove(file.name());
        return file;
    }

    /** Which file each route comes from, by id of the route; waits for no change that is under way. */
    public Map<String, String> filesOfRoutes() {
        return filesOfRoutes;
    }

    /** The file of a name as it runs, which may be a former one; empty while it is replaced. */
    public Optional<SourceFile> running(String file) {
        return Optional.ofNullable(running.get(file)).map(unit -> unit.unit.file());
    }

    /** How the files fare, by name. */
    public List<FileState> states() {
        return states.all();
    }

    /** Ids of built-in routes that files replace. */
    public Set<String> replaced() {
        return builtIn.aside();
    }

    private boolean isSame(List<SourceFile> present) {
        var former = last.iterator();
        return present.size() == last.size() && present.stream().allMatch(file -> isSame(former.next(), file));
    }

    private static boolean isSame(SourceFile former, SourceFile file) {
        return former.name().equals(file.name()) && former.saysTheSameAs(file);
    }

    private void refuse(String file, List<Diagnostic> findings) {
        states.update(file, Condition.INVALID, findings.get(0).toString(), findings);
    }

    /**
     * What does not start is left out, and the rest of the step goes on. But a Kamelet takes its users with it; and it
     * is the Kamelet's fault when a file does not start that has not changed itself.
     */
    private void carryOut(Step step) {
        for (var change : step.changes()) {
            try {
                tryOut(change);
            } catch (LoadException e) {
                leaveOut(step, change.name(), e);
                return;
            }
        }
        stop(step);
        try {
            startAll(units(step, Change::next));
        } catch (StartException e) {
            stop(step);
            putBack(step);
            var left = leaveOut(step, e.file, e.reason);
            for (var change : step.changes()) {
                var next = change.next();
                if (next != null && change.former() != null && left.contains(change.name())) {
                    notStarted.put(change.name(), next.file());
                }
            }
            return;
        }
        callBack();
        for (var change : step.changes()) {
            var unit = running.get(change.name());
            if (unit == null) {
                states.put(change.name(), Condition.REMOVED, "", List.of());
            } else {
                states.put(change.name(), Condition.LIVE, replaced(unit), List.of());
            }
        }
    }

    /** Names of the files that stay as they were. */
    private Set<String> leaveOut(Step step, String file, LoadException reason) {
        callBack();
        var message = String.valueOf(reason.getMessage());
        var left = new TreeMap<String, String>();
        var rest = new ArrayList<Change>();
        boolean isKameletToBlame = step.changes().stream().anyMatch(Change::definesKamelets)
                && step.changes().stream()
                        .anyMatch(
                                change -> change.name().equals(file) && (change.isSame() || change.definesKamelets()));
        for (var change : step.changes()) {
            if (isKameletToBlame && change.definesKamelets()) {
                left.put(
                        change.name(),
                        change.name().equals(file) ? message : file + " does not start with it: " + message);
            } else if (isKameletToBlame && !change.isSame()) {
                left.put(change.name(), "waits for a Kamelet with which it changes: " + message);
            } else if (!isKameletToBlame && change.name().equals(file)) {
                left.put(file, message);
            } else if (!isKameletToBlame) {
                rest.add(change);
            }
        }
        left.forEach((name, why) -> states.put(name, Condition.FAILED, why, List.of()));
        if (!rest.isEmpty()) {
            carryOut(new Step(rest));
        }
        return left.keySet();
    }

    private static List<Unit> units(Step step, Function<Change, @Nullable Unit> side) {
        return step.changes().stream()
                .flatMap(change -> Stream.ofNullable(side.apply(change)))
                .toList();
    }

    private void tryOut(Change change) throws LoadException {
        var next = change.next();
        if (next != null) {
            trial.run(next);
        }
    }

    private void startAll(List<Unit> units) throws StartException {
        for (var unit : inOrder(units)) {
            try {
                running.put(unit.name(), runner.start(unit));
            } catch (LoadException e) {
                throw new StartException(unit.name(), e);
            }
        }
    }

    /** Those that define Kamelets come before those that use them. */
    private static List<Unit> inOrder(List<Unit> units) {
        return units.stream()
                .sorted(Comparator.comparing(unit -> unit.kamelets().isEmpty()))
                .toList();
    }

    private void stop(Step step) {
        runner.stop(step.changes().stream()
                .flatMap(change -> Stream.ofNullable(running.remove(change.name())))
                .toList());
    }

    private void putBack(Step step) {
        for (var unit : inOrder(units(step, Change::former))) {
            try {
                running.put(unit.name(), runner.start(unit));
            } catch (LoadException e) {
                LOG.atError()
                        .addKeyValue("file", unit.name())
                        .setCause(e)
                        .log("What ran before does not start again; correct the file to have it back");
            }
        }
    }

    /** Built-in routes that no file replaces any more. */
    private void callBack() {
        for (var id : builtIn.aside()) {
            if (running.values().stream().noneMatch(unit -> unit.has(id))) {
                try {
                    builtIn.comeBack(id);
                    LOG.atInfo().addKeyValue("route", id).log("The built-in route is back");
                } catch (Exception e) {
                    LOG.atError().addKeyValue("route", id).setCause(e).log("The built-in route does not start again");
                }
            }
        }
    }

    private String replaced(RunningUnit unit) {
        var ids = builtIn.aside().stream().filter(unit::has).sorted().collect(Collectors.joining(", "));
        return ids.isEmpty() ? "" : "replaces the built-in " + ids;
    }

    /** One file of a step does not start. */
    private static final class StartException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String file;
        private final LoadException reason;

        StartException(String file, LoadException reason) {
            super(reason);
            this.file = file;
            this.reason = reason;
        }
    }
}
