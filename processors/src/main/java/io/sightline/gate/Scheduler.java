package io.sightline.gate;

import java.time.Duration;

/** Does things later. */
@FunctionalInterface
public interface Scheduler {
    void after(Duration delay, Runnable task);
}
