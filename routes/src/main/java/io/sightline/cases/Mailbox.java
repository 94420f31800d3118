package io.sightline.cases;

import java.util.ArrayList;
import java.util.List;

/** Keeps what came, in the order in which it came. */
final class Mailbox {
    private final List<Received> received = new ArrayList<>();
    private boolean closed;

    synchronized void add(Received message) {
        if (!closed) {
            received.add(message);
        }
    }

    /** Whatever comes from now on is not kept. */
    synchronized void close() {
        closed = true;
    }

    synchronized List<Received> all() {
        return List.copyOf(received);
    }

    /** What came to an endpoint, or to all that are meant by a name with a star. */
    List<Received> of(String pattern) {
        return all().stream()
                .filter(message -> EndpointName.isMeant(pattern, message.name()))
                .toList();
    }
}
