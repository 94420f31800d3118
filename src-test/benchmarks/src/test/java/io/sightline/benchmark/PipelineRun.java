package io.sightline.benchmark;

import io.sightline.demo.DemoFrame;
import io.sightline.demo.DemoTarget;
import io.sightline.demo.FrameSender;
import io.sightline.demo.OutcomeReader;
import io.sightline.demo.RecordPlace;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends pictures that are ready in memory to Kafka, all at once, and waits for the row of each in PostgreSQL. */
final class PipelineRun {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DemoTarget target;

    PipelineRun(DemoTarget target) {
        this.target = target;
    }

    /**
     * Runs once.
     *
     * @return wall time from the first send until the last row was seen
     * @throws IllegalStateException when a frame is not inferred: then there is no speed to speak of
     */
    Duration run(List<DemoFrame> frames) throws SQLException, InterruptedException, ExecutionException {
        var since = Instant.now().truncatedTo(ChronoUnit.MICROS);
        try (var sender = new FrameSender(target.brokers(), target.framesTopic());
                var reader = new OutcomeReader(target, sender.topicId(), since)) {
            var start = System.nanoTime();
            var records = new ArrayList<Future<RecordMetadata>>();
            for (var frame : frames) {
                records.add(sender.send(frame, Instant.now().truncatedTo(ChronoUnit.MICROS)));
            }
            var open = new HashSet<RecordPlace>();
            for (var record : records) {
                open.add(new RecordPlace(record.get().partition(), record.get().offset()));
            }
            awaitRows(open, reader);
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }

    private static void awaitRows(HashSet<RecordPlace> open, OutcomeReader reader)
            throws SQLException, InterruptedException {
        var lastMove = System.nanoTime();
        while (true) {
            var before = open.size();
            reader.read(open).forEach((place, outcome) -> {
                if (outcome.deadLettered()) {
                    throw new IllegalStateException("the frame at " + place + " became a dead letter");
                }
                if (outcome.inferred()) {
                    open.remove(place);
                }
            });
            if (open.isEmpty()) {
                return;
            }
            lastMove = open.size() < before ? System.nanoTime() : lastMove;
            if (System.nanoTime() - lastMove > PATIENCE.toNanos()) {
                throw new IllegalStateException("%d frames have had no row for %d s, the first at %s"
                        .formatted(
                                open.size(),
                                PATIENCE.toSeconds(),
                                open.iterator().next()));
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }
}
