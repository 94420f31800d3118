package io.sightline.gate;

import io.sightline.failure.Dependency;
import io.sightline.failure.TransientFailure;
import io.sightline.gate.GateState.Position;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gates of a process, one before each server; shared by all threads. */
public final class Gates implements AutoCloseable {
    private final Map<Dependency, Gate> gates = new EnumMap<>(Dependency.class);

    /** @param watched what has a gate; all else counts as always there */
    public Gates(Collection<Watched> watched, Clock clock, Scheduler scheduler) {
        watched.forEach(each -> gates.put(each.dependency(), new Gate(each, clock, scheduler)));
    }

    /**
     * Closes the gate of what is away by this failure; does nothing when it does not say, or when it is known already.
     */
    public void report(TransientFailure failure) {
        failure.dependency().map(gates::get).ifPresent(gate -> gate.close(String.valueOf(failure.getMessage())));
    }

    /** Whether those who need it pass. */
    public boolean isOpen(Dependency dependency) {
        return position(dependency) != Position.CLOSED;
    }

    /** How often its gate was closed. */
    public long closings(Dependency dependency) {
        var gate = gates.get(dependency);
        return gate == null ? 0 : gate.state().closings();
    }

    /** The first of these whose gate is closed. */
    public Optional<Dependency> firstClosed(Collection<Dependency> needed) {
        return needed.stream().filter(dependency -> !isOpen(dependency)).findFirst();
    }

    /** Whether it was waited for as long as it may take, in vain. */
    public boolean hasGivenUp(Dependency dependency) {
        return position(dependency) == Position.GIVEN_UP;
    }

    /** All gates as they are now. */
    public List<GateState> states() {
        return gates.values().stream().map(Gate::state).toList();
    }

    /** Asks for nothing any more and leaves the gates as they are. */
    @Override
    public void close() {
        gates.values().forEach(Gate::end);
    }

    private Position position(Dependency dependency) {
        var gate = gates.get(dependency);
        return gate == null ? Position.OPEN : gate.state().position();
    }
}
