package io.sightline.live;

import io.sightline.integration.SourceFile;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.StatefulService;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Has what runs begin nothing any more once its turn is over, whatever change is under way: it waits for none, and one
 * that does not let itself be held keeps no other one going. It is taken out later, in peace.
 */
final class PipeGuard {
    /** They begin what others in this process have begun, and leave it to those whether they do. */
    private static final Set<String> CALLED = Set.of("direct", "seda", "kamelet");

    private final CamelContext camel;
    private final LiveRoutes live;
    private final PipeTurns turns;
    private final Set<RunningUnit> held = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private final Map<RunningUnit, Boolean> underWay = new ConcurrentHashMap<>();

    PipeGuard(CamelContext camel, LiveRoutes live, PipeTurns turns) {
        this.camel = camel;
        this.live = live;
        this.turns = turns;
    }

    /**
     * Looks at all that runs, what is being started or stopped too.
     *
     * @param threads as many as there is work, since a consumer may take long
     * @return whether something runs that is to be taken out
     */
    boolean look(Executor threads) {
        boolean isAny = false;
        for (var unit : live.alive()) {
            if (!turns.mayRun(unit.unit.file())) {
                held.add(unit);
                // Again each time: somebody may have started it meanwhile.
                if (underWay.putIfAbsent(unit, true) == null) {
                    begin(threads, unit);
                }
            }
            isAny |= held.contains(unit);
        }
        return isAny;
    }

    /** Whether what runs of a file was held, so that it has to be made anew. */
    boolean isHeld(SourceFile file) {
        var unit = live.units().get(file.name());
        return unit != null && held.contains(unit);
    }

    private void begin(Executor threads, RunningUnit unit) {
        try {
            threads.execute(() -> hold(unit));
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            hold(unit);
        }
    }

    private void hold(RunningUnit unit) {
        try {
            unit.routes(this::routes).forEach(id -> {
                var route = camel.getRoute(id);
                // Asked after the route: while this unit is there, the route of the id is none of a later term.
                if (live.alive().contains(unit)) {
                    hold(unit, route);
                }
            });
        } finally {
            underWay.remove(unit);
        }
    }

    private Set<String> routes() {
        return camel.getRoutes().stream().map(Route::getId).collect(Collectors.toSet());
    }

    private static void hold(RunningUnit unit, @Nullable Route route) {
        // One that still starts is held when it has: the next look follows.
        if (route == null
                || (route.getConsumer() instanceof StatefulService consumer && !consumer.isStarted())
                || CALLED.contains(EndpointNames.scheme(route.getEndpoint()))) {
            return;
        }
        try {
            ServiceHelper.suspendService(route.getConsumer());
        } catch (RuntimeException | LinkageError e) {
            LiveRoutes.LOG
                    .atWarn()
                    .addKeyValue("file", unit.unit.name())
                    .setCause(e)
                    .log("What it is another process' turn to run cannot be held; it is stopped");
        }
    }
}
