package io.sightline.live;

import io.sightline.integration.LoadPlan.Change;
import io.sightline.integration.LoadPlan.Step;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Unit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to run and does not: what ran before, and what has nothing that ran before. Each is tried as soon as it may
 * run here, and again ten seconds after each try that failed.
 */
final class Outstanding {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Map<String, Entry> entries = new ConcurrentSkipListMap<>();
    /** What stopped the former, or a built-in route, before it failed, by name. */
    private final Map<String, SourceFile> failedChanges = new HashMap<>();

    /** What files said when they were no longer to run here, by name. */
    private final Map<String, SourceFile> left = new HashMap<>();

    private final Clock clock;

    Outstanding(Clock clock) {
        this.clock = clock;
    }

    /** @param isFresh whether nothing of it has run here yet */
    private record Entry(Unit unit, boolean isFresh, Instant due) {}

    /** It ran before, and does not start. */
    void addFailed(Unit unit) {
        entries.put(unit.name(), new Entry(unit, false, clock.instant().plus(PAUSE)));
    }

    /** It does not start, and nothing of it has run here yet. */
    void addFresh(Unit unit) {
        entries.put(unit.name(), new Entry(unit, true, clock.instant().plus(PAUSE)));
    }

    /** It ran before, and may not for now; what its file says by now may be wrong when it may. */
    void addStopped(Unit unit) {
        entries.put(unit.name(), new Entry(unit, false, Instant.MIN));
    }

    /** To try it again would interrupt what ran before, or what is tried in its place. */
    void addFailedChange(SourceFile file) {
        failedChanges.put(file.name(), file);
    }

    /** It runs again, or is not to. */
    void remove(String name) {
        entries.remove(name);
    }

    /**
     * All other files are gone.
     *
     * @param absent may not run now, by name: one that changes meanwhile may run elsewhere as it is then, and what ran
     *     here before that is not to come back
     */
    void keep(Set<String> present, Map<String, SourceFile> absent) {
        failedChanges.keySet().retainAll(present);
        left.keySet().retainAll(absent.keySet());
        absent.forEach(left::putIfAbsent);
        entries.keySet().removeIf(name -> !present.contains(name) && !isAsItWas(absent.get(name)));
    }

    private boolean isAsItWas(@Nullable SourceFile absent) {
        var former = absent == null ? null : left.get(absent.name());
        return absent != null && former != null && former.saysTheSameAs(absent);
    }

    /** What never ran and is not there as it was, or was found wrong by now, is not tried again. */
    void keepFresh(List<SourceFile> present, Set<String> refused) {
        var files = present.stream().collect(Collectors.toMap(SourceFile::name, file -> file, (one, other) -> one));
        entries.values().removeIf(entry -> {
            var file = files.get(entry.unit.name());
            return entry.isFresh
                    && (file == null || !file.saysTheSameAs(entry.unit.file()) || refused.contains(entry.unit.name()));
        });
    }

    /** The one of a name that ran before. */
    Optional<Unit> former(String name) {
        return Optional.ofNullable(entries.get(name))
                .filter(entry -> !entry.isFresh)
                .map(Entry::unit);
    }

    boolean isFresh(String name) {
        var entry = entries.get(name);
        return entry != null && entry.isFresh;
    }

    /** By name. To be asked by any thread. */
    Optional<SourceFile> file(String name) {
        return Optional.ofNullable(entries.get(name)).map(entry -> entry.unit.file());
    }

    /** What a file is judged as: a change that has failed is not tried again while what ran before runs. */
    SourceFile orWhatRuns(SourceFile file, Optional<Unit> running) {
        if (!hasFailed(file)) {
            failedChanges.remove(file.name());
            return file;
        }
        return running.map(Unit::file).orElse(file);
    }

    private boolean hasFailed(SourceFile file) {
        var failed = failedChanges.get(file.name());
        return failed != null && failed.saysTheSameAs(file);
    }

    /** Whether nothing in a step is new: it has failed before, and its time comes by itself, or with its file. */
    boolean isWaiting(Step step) {
        return step.changes().stream().allMatch(this::isWaiting);
    }

    private boolean isWaiting(Change change) {
        var next = change.next();
        var entry = entries.get(change.name());
        if (next == null || change.former() != null) {
            return false;
        }
        return entry != null && entry.isFresh ? entry.unit.file().saysTheSameAs(next.file()) : hasFailed(next.file());
    }

    /** Whether its time has come to be tried again. */
    boolean isDue(String name) {
        var entry = entries.get(name);
        return entry != null && !entry.due.isAfter(clock.instant());
    }

    /**
     * The next one whose time has come: the one that waits longest, after what it uses.
     *
     * @param mayRun what may not run is tried as soon as it may
     */
    Optional<Unit> next(Predicate<Unit> mayRun) {
        entries.replaceAll(
                (name, entry) -> mayRun.test(entry.unit) ? entry : new Entry(entry.unit, entry.isFresh, Instant.MIN));
        var due = entries.values().stream()
                .filter(entry -> isDue(entry.unit.name()) && mayRun.test(entry.unit))
                .sorted(Comparator.comparing(Entry::due))
                .map(Entry::unit)
                .toList();
        return due.stream()
                .findFirst()
                .flatMap(first ->
                        UnitOrder.inOrder(Stream.concat(UnitOrder.givers(first, due).stream(), Stream.of(first))
                                        .toList())
                                .stream()
                                .findFirst());
    }
}
