package io.sightline.benchmark;

import io.sightline.demo.DemoFrame;
import io.sightline.demo.DemoTarget;
import io.sightline.demo.FrameSender;
import io.sightline.demo.OutcomeReader;
import io.sightline.demo.RecordPlace;
import io.sightline.demo.StageTimes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
     * How long a run took.
     *
     * @param wall from the first send until the last row was seen
     * @param engine decode, infer and post of all frames together, as their rows tell it
     */
    record Times(Duration wall, Duration engine) {}

    /**
     * Runs once.
     *
     * @throws IllegalStateException when a frame is not inferred: then there is no speed to speak of
     */
    Times run(List<DemoFrame> frames) throws SQLException, InterruptedException, ExecutionException {
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
            var engine = awaitRows(open, reader);
            return new Times(Duration.ofNanos(System.nanoTime() - start), engine);
        }
    }

    private static Duration awaitRows(Set<RecordPlace> open, OutcomeReader reader)
            throws SQLException, InterruptedException {
        var spent = StageTimes.NONE;
        var lastMove = System.nanoTime();
        while (true) {
            var before = open.size();
            for (var read : reader.read(open).entrySet()) {
                if (read.getValue().deadLettered()) {
                    throw new IllegalStateException("the frame at " + read.getKey() + " became a dead letter");
                }
                if (read.getValue().inferred()) {
                    open.remove(read.getKey());
                    spent = spent.plus(read.getValue().times());
                }
            }
            if (open.isEmpty()) {
                return Duration.of(spent.decodeAndInfer() + spent.post(), ChronoUnit.MICROS);
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
