package io.sightline.audit;

import io.sightline.audit.RefusedClaims.Unplaced;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * What the database says at one moment, of its counters alone.
 *
 * @param sinks rows of sink_offset
 * @param origins accounts of the partitions of the frames topic, also of topics that had its name before
 * @param frames frames that were ever stored
 * @param serving serving inferences that were ever stored
 */
record Books(List<SinkRow> sinks, List<OriginRow> origins, long frames, long serving, Letters letters) {
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
     * @param letters dead letters of ingest, without those that have a frame after all, and those of the sink for
     *     claims that the database refused, of records that ingest is done with
     * @param writtenOff offsets that a person has written off
     */
    record OriginRow(UUID topicId, TopicPartition partition, long start, long frames, long letters, long writtenOff) {
        FramesPartition framesPartition() {
            return new FramesPartition(topicId, partition.partition());
        }
    }

    /**
     * Dead letters that are not resolved, as far as frames hang on them.
     *
     * @param failed frames that have no inference and an open letter of detect, or of the sink for their inference
     * @param redriving frames that have no inference and such a letter that is under way again, but no open one
     * @param unstored frames without a row whose claim the sink could not store, and whose id is known
     * @param unplaced those of them that may have a record of the frames topic, nobody knows which
     * @param unread letters that may stand for a frame, or for nothing of Sightline's
     */
    record Letters(long failed, long redriving, long unstored, Unplaced unplaced, Unread unread) {}

    /**
     * Letters of the sink that are not resolved and do not say whose record they are, without those whose headers name
     * something that is there.
     *
     * @param claims of the claims topic: each may be a frame that there is no row of, nobody knows which
     * @param inferences of the inferences topic: each may be the fate of a frame
     * @param letters of the dead letters topic: each may be a letter of ingest, or the fate of a frame
     * @param records of the claims topic, as far as their headers name a record of the frames topic, by its partition:
     *     they stand for no record of another one
     */
    record Unread(long claims, long inferences, long letters, Map<FramesPartition, Long> records) {
        static final Unread NONE = new Unread(0, 0, 0, Map.of());

        Unread {
            records = Map.copyOf(records);
        }

        /** Of the claims topic, be it known or not which records they are. */
        long allClaims() {
            return claims + records.values().stream().mapToLong(Long::longValue).sum();
        }

        long all() {
            return allClaims() + inferences + letters;
        }
    }

    Books {
        sinks = List.copyOf(sinks);
        origins = List.copyOf(origins);
    }

    Map<TopicPartition, SinkRow> sinksOf(String topic) {
        var rows = new HashMap<TopicPartition, SinkRow>();
        sinks.stream()
                .filter(row -> row.partition().topic().equals(topic))
                .forEach(row -> rows.put(row.partition(), row));
        return rows;
    }
}
