package io.sightline.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CPU of this thread per call, user and system time together; what is compared takes turns. */
final class CallCost {
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();

    /** Something that costs microseconds. */
    interface Call {
        void once(int number) throws Exception;
    }

    /** Calls so often, with numbers from 0 on, and notes what one call took. */
    void round(String name, int calls, Call call) throws Exception {
        micros.computeIfAbsent(name, unknown -> new ArrayList<>()).add(micros(calls, call));
    }

    /** Median over the rounds, in microseconds. */
    double micros(String name) {
        return Figure.median(micros.getOrDefault(name, List.of()));
    }

    /** What was noted of all rounds, in their order. */
    List<Double> rounds(String name) {
        return List.copyOf(micros.getOrDefault(name, List.of()));
    }

    private static double micros(int calls, Call call) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        var start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < calls; i++) {
            call.once(i);
        }
        return (threads.getCurrentThreadCpuTime() - start) / 1e3 / calls;
    }
}
