package io.sightline.delivery;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.Samples;
import io.sightline.claim.ClaimNaming;
import io.sightline.failure.FailureClassifier;
import io.sightline.frame.v1.FrameReceived;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;

/** A sink of frames on a real database, and batches for it. Each has a memory of its own, as each process has. */
final class SinkBench {
    static final String GROUP = "sightline-sink-claims";
    static final TopicPartition FIRST = new TopicPartition("sightline.claims", 0);
    static final TopicPartition SECOND = new TopicPartition("sightline.claims", 1);

    final StillLog log = new StillLog();
    final StoppedPartitions stopped = new StoppedPartitions();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final DatabaseIdentity identity;
    final Positions positions;
    final Sink<FrameRow> sink;
    private final DeadLetterFactory letters =
            new DeadLetterFactory(new ClaimNaming("sightline"), Clock.fixed(Samples.NOON, ZoneOffset.UTC), "1.2.3");

    SinkBench(TestDatabase database) {
        var classifier = new FailureClassifier();
        identity = new DatabaseIdentity(database.dataSource(), classifier);
        positions = new Positions(database.dataSource(), identity, GROUP, log, stopped, classifier);
        var table = new FrameTable(new MonthPartitions(database.dataSource()));
        sink = new Sink<>(database.dataSource(), positions, table, classifier, new SinkMeters(meters, "frame"));
    }

    /** Frames of the first partition, one for each offset, and the last of them not included. */
    static List<Entry<FrameRow>> frames(long from, long to) {
        return LongStream.range(from, to)
                .mapToObj(offset -> frame(FIRST, offset))
                .toList();
    }

    static Entry<FrameRow> frame(TopicPartition partition, long offset) {
        return frame(partition, offset, "camera-1");
    }

    static Entry<FrameRow> frame(TopicPartition partition, long offset, String source) {
        return row(record(partition, offset), Samples.frame(Samples.text("picture " + offset)), source);
    }

    static Entry<FrameRow> row(ConsumedRecord record, FrameReceived frame, String source) {
        frame.setFrameId(UUID.nameUUIDFromBytes(record.position().getBytes(StandardCharsets.UTF_8)));
        frame.setSourceId(source);
        return new Entry.Row<>(record, new FrameRow(frame, record, "0af7651916cd43dd8448eb211c80319c"));
    }

    /** A record that could not be read. */
    Entry<FrameRow> garbage(long offset) {
        var record = record(FIRST, offset);
        return letter(
                record,
                new io.sightline.failure.PermanentFailure(
                        io.sightline.failure.FailureCode.UNDECODABLE_RECORD, "garbage"));
    }

    static ConsumedRecord record(TopicPartition partition, long offset) {
        return new ConsumedRecord(
                partition.topic(),
                Samples.TOPIC_ID,
                partition.partition(),
                offset,
                Samples.NOON,
                Samples.text("camera-1"),
                Samples.text("value " + offset),
                Map.of());
    }

    /** Source ids have at most 200 characters, says a constraint of the table. */
    static Entry<FrameRow> refused(TopicPartition partition, long offset) {
        return frame(partition, offset, "x".repeat(201));
    }

    java.util.Set<TopicPartition> store(List<Entry<FrameRow>> batch) {
        return sink.store(batch, (row, refusal) -> letter(row.record(), refusal));
    }

    double count(String outcome) {
        return meters.counter("sightline.sink.rows", "table", "frame", "outcome", outcome)
                .count();
    }

    double fenced() {
        return meters.counter("sightline.sink.fenced", "table", "frame").count();
    }

    private Entry.Letter<FrameRow> letter(ConsumedRecord record, io.sightline.failure.PermanentFailure failure) {
        var letter = letters.write(
                new DeadLetterFactory.Casualty(record, Optional.empty(), Optional.empty(), 1, "sink", "sink-claims"),
                failure);
        var mail = new OutboxRecord("sightline.dead-letters", record.key(), Samples.text("letter"), Map.of());
        return new Entry.Letter<>(record, letter, Optional.of(mail));
    }
}
