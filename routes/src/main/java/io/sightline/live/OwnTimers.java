package io.sightline.live;

import java.util.Map;
import java.util.Timer;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.spi.annotations.Component;

/**
 * The component {@code timer} with a thread for each route. Camel's own has one for each name, and every Pipe that
 * begins with the Kamelet timer-source takes the same name: one whose sink hangs would keep all others from beginning
 * anything.
 */
// Camel binds the options of an endpoint by this name.
@Component("timer")
public final class OwnTimers extends TimerComponent {
    private final Map<TimerConsumer, Timer> timers = new ConcurrentHashMap<>();

    @Override
    public Timer getTimer(TimerConsumer consumer) {
        return timers.computeIfAbsent(consumer, OwnTimers::begin);
    }

    private static Timer begin(TimerConsumer consumer) {
        var name = "timer://" + consumer.getTimerName() + " of " + consumer.getRouteId();
        return new Timer(name, consumer.getEndpoint().isDaemon());
    }

    @Override
    public void removeTimer(TimerConsumer consumer) {
        var timer = timers.remove(consumer);
        if (timer != null) {
            timer.cancel();
        }
    }
}
