package io.sightline.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a consumer group waits after a failure before it reads again: from a second to half a minute, longer with
 * each failure that no success came before. Nobody knows which server a sink of somebody else's needs, so nobody can
 * ask whether it is back.
 */
public final class GroupPauses {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private final Map<String, Pause> pauses = new ConcurrentHashMap<>();

    public GroupPauses(Clock clock) {
        this.clock = clock;
    }

    /** Something of the group has failed, and nothing before it was done. */
    public void begin(String group) {
        pauses.merge(group, pause(SHORTEST), (last, first) -> pause(doubled(last.length())));
    }

    /** Something of the group is done. */
    public void end(String group) {
        pauses.remove(group);
    }

    /** Whether the group may read. */
    public boolean isOver(String group) {
        var pause = pauses.get(group);
        return pause == null || !clock.instant().isBefore(pause.until());
    }

    private Pause pause(Duration length) {
        return new Pause(length, clock.instant().plus(length));
    }

    private static Duration doubled(Duration length) {
        var doubled = length.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    private record Pause(Duration length, Instant until) {}
}
