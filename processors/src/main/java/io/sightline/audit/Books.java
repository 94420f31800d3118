package io.sightline.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What the database says at one moment, of its counters alone.
 *
 * @param sinks rows of sink_offset
 * @param origins accounts of the partitions of the frames topic, also of topics that had its name before
 * @param stored what was ever stored
 */
record Books(List<SinkRow> sinks, List<OriginRow> origins, List<StoredRow> stored, Letters letters, Fateless fateless) {
    /** Of a database in which nothing was written off. */
    Books(List<SinkRow> sinks, List<OriginRow> origins, List<StoredRow> stored, Letters letters) {
        this(sinks, origins, stored, letters, new Fateless(0, 0, 0));
    }

    /**
     * Frames that have no fate and get none any more.
     *
     * @param writtenOff those that a person has written off
     * @param unserved how many there may be among those whose inferences a former version has dropped: they had none
     *     then, and count as if they had
     * @param formerly how many more were written off before V11 of the schema, nobody knows which: they do not count
     */
    record Fateless(long writtenOff, long unserved, long formerly) {}

    /**
     * Where the sink stands in a partition, and what became of its records.
     *
     * @param next offset of the first record that is not stored
     */
    record SinkRow(
            String group,
            TopicPartition partition,
            UUID topicId,
            long start,
            long next,
            long stored,
            long duplicate,
            long deadLettered,
            long skipped,
            long expired) {
        long accounted() {
            return stored + duplicate + deadLettered + skipped + expired;
        }
    }

    /**
     * What became of the records of a partition of the frames topic.
     *
     * @param frames frames that were ever stored of it
     * @param letters records that ingest is done with and that have a dead letter: of ingest, without those that have a
     *     frame after all, or of the sink for their claim that the database refused
     * @param lettersAhead dead letters of ingest for records that it has not said yet that it is done with
     * @param writtenOff offsets that ingest is done with, that a person has written off and that have no fate
     * @param formerly how many more were written off before V11 of the schema, nobody knows which: they do not count
     * @param look null when no audit has looked at its log
     */
    record OriginRow(
            UUID topicId,
            TopicPartition partition,
            long start,
            long frames,
            long letters,
            long lettersAhead,
            long writtenOff,
            long formerly,
            @Nullable Look look) {
        /** What became of the records of a partition whose log nobody has looked at. */
        OriginRow(
                UUID topicId,
                TopicPartition partition,
                long start,
                long frames,
                long letters,
                long lettersAhead,
                long writtenOff) {
            this(topicId, partition, start, frames, letters, lettersAhead, writtenOff, 0, null);
        }

        FramesPartition framesPartition() {
            return new FramesPartition(topicId, partition.partition());
        }
    }

    /**
     * What was ever stored of a partition of the claims topic (frames) or of the inferences topic (the rest).
     *
     * @param serving those of the inferences that are their frame's one serving inference
     */
    record StoredRow(UUID topicId, TopicPartition partition, long frames, long serving, long inferences) {}

    /**
     * How far the log of a partition went when the audit looked at it last.
     *
     * @param end offset that its next record would have got
     */
    record Look(long end, Instant at) {}

    /**
     * Dead letters that are not resolved, as far as frames hang on them.
     *
     * @param failed frames that have no inference and an open letter of detect, or of the sink for their inference
     * @param redriving frames that have no inference and such a letter that is under way again, but no open one
     * @param unstored frames without a row whose claim the sink could not store, and whose id is known
     * @param unplaced those of them that may have a record of the frames topic, nobody knows which
     * @param unread letters that may stand for a frame, or for nothing of Sightline's
     */
    record Letters(long failed, long redriving, long unstored, Pile unplaced, Unread unread) {}

    /**
     * Letters of the sink that are not resolved and do not say whose record they are, without those whose headers name
     * something that is there.
     *
     * @param claims of the claims topic: each may be a frame that there is no row of
     * @param inferences of the inferences topic: each may be the fate of a frame
     * @param letters of the dead letters topic: each may be a letter of ingest, or the fate of a frame
     */
    record Unread(Pile claims, Pile inferences, Pile letters) {
        static final Unread NONE = new Unread(Pile.NONE, Pile.NONE, Pile.NONE);

        long all() {
            return claims.size() + inferences.size() + letters.size();
        }
    }

    Books {
        sinks = List.copyOf(sinks);
        origins = List.copyOf(origins);
        stored = List.copyOf(stored);
    }

    long frames() {
        return stored.stream().mapToLong(StoredRow::frames).sum();
    }

    long serving() {
        return stored.stream().mapToLong(StoredRow::serving).sum();
    }

    Map<TopicPartition, SinkRow> sinksOf(String topic) {
        var rows = new HashMap<TopicPartition, SinkRow>();
        sinks.stream()
                .filter(row -> row.partition().topic().equals(topic))
                .forEach(row -> rows.put(row.partition(), row));
        return rows;
    }
}
