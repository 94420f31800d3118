package io.sightline.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Remembers where the record of each frame lies, and which frames have not met their fate yet. */
final class Ledger {
    private final Deque<Unacknowledged> underWay = new ArrayDeque<>();
    private final List<SentFrame> sent = new ArrayList<>();
    private final Map<RecordPlace, SentFrame> open = new LinkedHashMap<>();

    private record Unacknowledged(int number, DemoFrame frame, Future<RecordMetadata> record) {}

    void sending(int number, DemoFrame frame, Future<RecordMetadata> record) {
        var withoutBytes = new DemoFrame(
                frame.sourceId(), frame.sequence(), frame.name(), frame.mediaType(), new byte[0], frame.truth());
        underWay.add(new Unacknowledged(number, withoutBytes, record));
    }

    /** Takes down what the broker has acknowledged so far. */
    void takeDown() throws InterruptedException {
        while (!underWay.isEmpty() && underWay.getFirst().record.isDone()) {
            takeDownFirst();
        }
    }

    /** Waits for the broker to acknowledge everything. */
    void takeDownAll() throws InterruptedException {
        while (!underWay.isEmpty()) {
            takeDownFirst();
        }
    }

    /** Strikes out the frames that have their fate; answers how many those were. */
    int settle(Map<RecordPlace, Outcome> outcomes) {
        var before = open.size();
        outcomes.forEach((place, outcome) -> {
            if (outcome.settled()) {
                open.remove(place);
            }
        });
        return before - open.size();
    }

    List<SentFrame> sent() {
        return List.copyOf(sent);
    }

    int size() {
        return sent.size();
    }

    List<RecordPlace> open() {
        return List.copyOf(open.keySet());
    }

    int settled() {
        return sent.size() - open.size();
    }

    private void takeDownFirst() throws InterruptedException {
        var first = underWay.removeFirst();
        try {
            var record = first.record.get();
            var place = new RecordPlace(record.partition(), record.offset());
            var frame = new SentFrame(first.number, first.frame.sourceId(), first.frame.name(), place);
            sent.add(frame);
            open.put(place, frame);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the broker did not take %s: %s".formatted(first.frame.name(), e.getMessage()), e);
        }
    }
}
