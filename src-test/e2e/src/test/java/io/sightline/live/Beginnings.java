package io.sightline.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Which process began what, in its order. */
final class Beginnings {
    private final Queue<Beginning> all = new ConcurrentLinkedQueue<>();

    private record Beginning(String process, String pipe) {}

    void add(String process, String pipe) {
        all.add(new Beginning(process, pipe));
    }

    long count(String process, String pipe) {
        return all.stream().filter(new Beginning(process, pipe)::equals).count();
    }

    /** The processes that began a Pipe, each as often as it began after another one. */
    List<String> turns(String pipe) {
        var turns = new ArrayList<String>();
        for (var beginning : all) {
            var last = turns.isEmpty() ? "" : turns.get(turns.size() - 1);
            if (beginning.pipe().equals(pipe) && !beginning.process().equals(last)) {
                turns.add(beginning.process());
            }
        }
        return turns;
    }
}
