package io.sightline.gate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so, and with it comes what was to be done later. */
final class Timeline extends Clock implements Scheduler {
    private final PriorityQueue<Planned> planned = new PriorityQueue<>(Comparator.comparing(Planned::due));
    private Instant now = Instant.parse("2026-11-01T08:00:00Z");

    private record Planned(Instant due, Runnable task) {}

    @Override
    public void after(Duration delay, Runnable task) {
        planned.add(new Planned(now.plus(delay), task));
    }

    /** How much there is still to be done. */
    int planned() {
        return planned.size();
    }

    void pass(Duration time) {
        var end = now.plus(time);
        for (var next = planned.peek(); next != null && !next.due().isAfter(end); next = planned.peek()) {
            planned.remove();
            now = next.due();
            next.task().run();
        }
        now = end;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
