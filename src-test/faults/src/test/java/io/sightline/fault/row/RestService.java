package io.sightline.fault.row;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a Service of Kubernetes is to clients: new connections go to one ready process after the other, and those that
 * are open stay where they are.
 */
final class RestService {
    private final List<URI> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    void add(URI process) {
        ready.add(process);
    }

    void remove(URI process) {
        ready.remove(process);
    }

    /** Where the next new connection goes. */
    URI next() {
        var processes = List.copyOf(ready);
        return processes.get(Math.floorMod(connections.getAndIncrement(), processes.size()));
    }
}
