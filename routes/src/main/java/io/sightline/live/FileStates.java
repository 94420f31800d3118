package io.sightline.live;

import io.sightline.integration.Diagnostic;
import io.sightline.integration.FileState;
import io.sightline.integration.FileState.Condition;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.slf4j.event.Level;

/** How the files of integrators fare; may be asked by any thread. */
final class FileStates {
    /** How long a file that is gone is still spoken of. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Map<String, FileState> states = new ConcurrentSkipListMap<>();
    private final Clock clock;
    private final Consumer<Condition> outcomes;

    FileStates(Clock clock, Consumer<Condition> outcomes) {
        this.clock = clock;
        this.outcomes = outcomes;
    }

    List<FileState> all() {
        return List.copyOf(states.values());
    }

    boolean is(String file, Condition condition) {
        var state = states.get(file);
        return state != null && state.condition() == condition;
    }

    /** Something was done with a file. */
    void put(String file, Condition condition, String message, List<Diagnostic> findings) {
        states.put(file, new FileState(file, condition, clock.instant(), message, findings));
        outcomes.accept(condition);
        var isGood = condition == Condition.LIVE || condition == Condition.REMOVED;
        LiveRoutes.LOG
                .atLevel(isGood ? Level.INFO : Level.WARN)
                .addKeyValue("file", file)
                .addKeyValue("state", condition)
                .log(message.isEmpty() ? "A file of routes has changed" : message);
    }

    /** A file is as it is; that is news or not. */
    void update(String file, Condition condition, String message, List<Diagnostic> findings) {
        var former = states.get(file);
        if (former == null || !former.isLike(new FileState(file, condition, former.since(), message, findings))) {
            put(file, condition, message, findings);
        }
    }

    /** All files but these are gone. */
    void keep(Set<String> files) {
        var longAgo = clock.instant().minus(REMEMBERED);
        states.values()
                .removeIf(state ->
                        state.condition() == Condition.REMOVED && state.since().isBefore(longAgo));
        states.keySet().stream()
                .filter(file -> !files.contains(file))
                .forEach(file -> update(file, Condition.REMOVED, "", List.of()));
    }
}
