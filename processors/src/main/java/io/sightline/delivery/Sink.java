package io.sightline.delivery;

import io.sightline.delivery.Entry.Letter;
import io.sightline.delivery.Entry.Row;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores batches exactly once: rows, letters and the positions in the topics change in one transaction, which only the
 * process commits that knows the positions.
 *
 * <p>When the database refuses a row, the batch is halved until the row stands alone: its neighbours are stored in
 * their order, a dead letter takes its place. When the database is away, the caller delivers the batch again; whatever
 * of it was stored is known by its offsets then.
 *
 * @param <T> a row
 */
public final class Sink<T> implements EntryStore<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Sink.class);

    private final Positions positions;
    private final SinkTransaction<T> transaction;
    private final FailureClassifier classifier;
    private final SinkMeters meters;
    private final Jumps jumps = new Jumps();

    public Sink(
            DataSource database, Positions positions, Table<T> table, FailureClassifier classifier, SinkMeters meters) {
        this.positions = positions;
        this.transaction = new SinkTransaction<>(database, positions.offsets(), table);
        this.classifier = classifier;
        this.meters = meters;
    }

    @Override
    public Set<TopicPartition> store(List<Entry<T>> delivered, LetterWriter<T> writer) {
        try {
            var batch = Batch.of(delivered, positions);
            meters.count("redelivered", batch.redelivered());
            meters.count("repeated", batch.repeated());
            jumps.confirm(batch.jumps());
            if (!batch.entries().isEmpty()) {
                storePart(batch.entries(), writer);
            }
            jumps.settle(batch);
            return batch.held();
        } catch (RuntimeException e) {
            positions.forget(delivered.stream().map(Batch::partition).toList());
            throw e;
        }
    }

    private void storePart(List<Entry<T>> part, LetterWriter<T> writer) {
        attempt(part).ifPresent(refusal -> split(part, refusal, writer));
    }

    /** Stores a part of which a row is at fault, in order: only so do positions advance without a gap. */
    private void split(List<Entry<T>> part, PermanentFailure refusal, LetterWriter<T> writer) {
        if (part.size() == 1) {
            bury(part.get(0), refusal, writer);
            return;
        }
        int middle = part.size() / 2;
        var first = part.subList(0, middle);
        var second = part.subList(middle, part.size());
        var refused = attempt(first);
        if (refused.isPresent()) {
            split(first, refused.get(), writer);
            storePart(second, writer);
        } else if (second.size() == 1) {
            // Alone it is tried once more: what the database refused may have been the crowd.
            storePart(second, writer);
        } else {
            split(second, refusal, writer);
        }
    }

    private void bury(Entry<T> entry, PermanentFailure refusal, LetterWriter<T> writer) {
        if (!(entry instanceof Row<T> row)) {
            throw refusal;
        }
        Letter<T> letter = writer.write(row, refusal);
        attempt(List.of(letter)).ifPresent(failure -> {
            throw failure;
        });
    }

    /** Tries one transaction; answers why the database will never take the part, or nothing when it has taken it. */
    private Optional<PermanentFailure> attempt(List<Entry<T>> part) {
        var steps = steps(part);
        try {
            int duplicates = transaction.commit(part, steps);
            positions.moved(steps);
            count(steps, duplicates);
            return Optional.empty();
        } catch (SQLException e) {
            if (classifier.classify(e) instanceof PermanentFailure refusal) {
                return Optional.of(refusal);
            }
            throw classifier.classify(e);
        } catch (TransientFailure e) {
            if (e.code() == FailureCode.FENCED) {
                meters.fenced(1);
                LOG.atWarn().log("fenced: {}", e.getMessage());
            }
            throw e;
        }
    }

    private List<Advance> steps(List<Entry<T>> part) {
        var steps = new TreeMap<TopicPartition, Advance>(Batch.ORDER);
        for (var entry : part) {
            int row = entry instanceof Row<T> ? 1 : 0;
            var record = entry.record();
            steps.compute(
                    Batch.partition(entry),
                    (partition, step) -> new Advance(
                            partition,
                            record.topicId(),
                            step == null ? positions.of(partition).next() : step.position(),
                            record.offset() + 1,
                            row + (step == null ? 0 : step.rows()),
                            1 - row + (step == null ? 0 : step.letters())));
        }
        return List.copyOf(steps.values());
    }

    private void count(List<Advance> steps, int duplicates) {
        meters.count("stored", steps.stream().mapToInt(Advance::rows).sum() - duplicates);
        meters.count("duplicate", duplicates);
        meters.count("dead_lettered", steps.stream().mapToInt(Advance::letters).sum());
        meters.count("skipped", steps.stream().mapToLong(Advance::skipped).sum());
    }
}
