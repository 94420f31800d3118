package io.sightline.audit;

import io.sightline.Samples;
import io.sightline.TestClock;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.DeadLetterRow;
import io.sightline.delivery.DeadLetterTable;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.FrameTable;
import io.sightline.delivery.InferenceRow;
import io.sightline.delivery.InferenceTable;
import io.sightline.delivery.MonthPartitions;
import io.sightline.delivery.StoppedPartitions;
import io.sightline.delivery.TestDatabase;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.frame.Identities;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;

/** Ingest and detect, on paper. What is stored is stored by the sink's own classes in a real database. */
final class PaperPipeline extends PaperBroker {
    static final AuditTopics TOPICS =
            new AuditTopics("sightline.frames", "sightline.claims", "sightline.inferences", "sightline.dead-letters");
    static final Clock NOON = Clock.fixed(Samples.NOON, ZoneOffset.UTC);

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    /** What becomes of a picture. */
    enum Fate {
        DETECTED,
        BROKEN,
        UNDETECTABLE,
        /** Ingest makes a claim of it that nobody can read. */
        GARBLED
    }

    /** What ingest and sink go by. */
    final TestClock clock = new TestClock(Samples.NOON);

    private final Map<UUID, Fate> fates = new HashMap<>();
    private final DataSource database;
    private final PaperLetters letters = new PaperLetters(this, clock);
    private final PaperSink<FrameRow> claims;
    private final PaperSink<InferenceRow> inferences;
    private final PaperSink<DeadLetterRow> deadLetters;

    PaperPipeline(TestDatabase database) {
        super(TOPICS);
        this.database = database.dataSource();
        var months = new MonthPartitions(this.database);
        var stopped = new StoppedPartitions();
        claims = new PaperSink<>(
                this,
                letters,
                this.database,
                stopped,
                TOPICS.claims(),
                new FrameTable(months),
                (value, record) -> new FrameRow((FrameReceived) value, record, TRACE));
        inferences = new PaperSink<>(
                this,
                letters,
                this.database,
                stopped,
                TOPICS.inferences(),
                new InferenceTable(months),
                (value, record) -> new InferenceRow((InferenceCompleted) value, record, TRACE));
        deadLetters = new PaperSink<>(
                this,
                letters,
                this.database,
                stopped,
                TOPICS.deadLetters(),
                new DeadLetterTable(),
                (value, record) -> new DeadLetterRow((DeadLetter) value, record));
    }

    /** A camera sends a picture; answers the frame's id. */
    UUID send(int partition, Fate fate) {
        var place = new TopicPartition(TOPICS.frames(), partition);
        append(place, "picture");
        var id = Identities.frame(record(place, end(place) - 1).origin());
        fates.put(id, fate);
        return id;
    }

    /** A client hands in a picture over REST. */
    UUID receive(Fate fate) {
        var id = UUID.randomUUID();
        fates.put(id, fate);
        repeat(id);
        return id;
    }

    /** The client hands it in once more, or a redrive does: another claim of the same frame. */
    void repeat(UUID id) {
        var frame = Samples.frame(Samples.text("rest"));
        frame.setFrameId(id);
        frame.setOrigin(null);
        frame.setReceivedAt(clock.instant());
        append(new TopicPartition(TOPICS.claims(), 0), frame);
    }

    /** Reads pictures; a process that dies has not said that it is done. */
    void ingest(int most, boolean dies) {
        work(AuditTopics.INGEST, TOPICS.frames(), most, dies, (value, record) -> {
            var id = Identities.frame(record.origin());
            if (fates.get(id) == Fate.BROKEN) {
                append(letterPlace(id), letter(record, Optional.of(id), "ingest"));
                return;
            }
            var frame = Samples.frame(Samples.text("picture " + record.offset()));
            frame.setFrameId(id);
            frame.setOrigin(record.origin());
            frame.setSourceId(camera(record.partition()));
            frame.setCapturedAt(capturedAt(record));
            frame.setReceivedAt(clock.instant());
            append(
                    new TopicPartition(TOPICS.claims(), record.partition()),
                    fates.get(id) == Fate.GARBLED ? Garbled.of(frame) : frame);
        });
    }

    /** Runs the model on claims; a process that dies has not said that it is done. */
    void detect(int most, boolean dies) {
        work(AuditTopics.DETECT, TOPICS.claims(), most, dies, (value, record) -> {
            if (value instanceof Garbled) {
                append(new TopicPartition(TOPICS.deadLetters(), 0), letters.unreadable(record, "detect"));
                return;
            }
            var frame = (FrameReceived) value;
            var id = frame.getFrameId();
            append(
                    fates.get(id) == Fate.UNDETECTABLE
                            ? letterPlace(id)
                            : new TopicPartition(TOPICS.inferences(), record.partition()),
                    fates.get(id) == Fate.UNDETECTABLE
                            ? letter(record, Optional.of(id), "detect")
                            : PaperInference.of(frame));
        });
    }

    void sinkClaims(int most) {
        claims.work(most);
    }

    void sinkInferences(int most) {
        inferences.work(most);
    }

    void sinkLetters(int most) {
        deadLetters.work(most);
    }

    /** What was broken is broken no more. */
    void heal() {
        suffer(Fate.DETECTED);
    }

    /** From now on this becomes of every picture. */
    void suffer(Fate of) {
        fates.replaceAll((id, fate) -> of);
    }

    /** How many frames there are claims of that can be read. */
    long frames() {
        return logs.entrySet().stream()
                .filter(log -> log.getKey().topic().equals(TOPICS.claims()))
                .flatMap(log -> log.getValue().stream())
                .filter(FrameReceived.class::isInstance)
                .map(claim -> ((FrameReceived) claim).getFrameId())
                .distinct()
                .count();
    }

    /** Everything that was sent finds its end. */
    void drain() {
        ingest(Integer.MAX_VALUE, false);
        drainSinks();
    }

    /** Everything that ingest is done with finds its end. */
    void drainSinks() {
        detect(Integer.MAX_VALUE, false);
        sinkClaims(Integer.MAX_VALUE);
        sinkInferences(Integer.MAX_VALUE);
        sinkLetters(Integer.MAX_VALUE);
    }

    Audit audit() {
        return new Audit(database, this, TOPICS, NOON);
    }

    private interface Step {
        void take(Object value, ConsumedRecord record);
    }

    private void work(String group, String topic, int most, boolean dies, Step step) {
        for (int number = 0; number < PARTITIONS; number++) {
            var partition = new TopicPartition(topic, number);
            long from = Math.max(start(partition), known(commits, group).getOrDefault(partition, 0L));
            long to = Math.min(end(partition), from + (long) most);
            for (long offset = from; offset < to; offset++) {
                var value = known(logs, partition).get((int) offset);
                if (value != null) {
                    step.take(value, record(partition, offset));
                }
            }
            if (!dies) {
                commit(group, partition, to);
            }
        }
    }

    /** The frames of a camera, and so their claims, are all in one partition. */
    static String camera(int partition) {
        return "camera-" + (partition + 1);
    }

    /** Days are not all the same. */
    static Instant capturedAt(ConsumedRecord record) {
        return Samples.NOON.minus(Duration.ofDays(record.offset() % 3));
    }

    private static TopicPartition letterPlace(UUID id) {
        return new TopicPartition(TOPICS.deadLetters(), Math.floorMod(id.hashCode(), PARTITIONS));
    }

    DeadLetter letter(ConsumedRecord record, Optional<UUID> frame, String stage) {
        return letters.write(record, frame, stage);
    }
}
