package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;

import io.sightline.audit.PaperPipeline.Fate;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Records that are lost and frames that are passed over, to be written off. */
abstract class WriteOffTestSupport extends RetentionTestSupport {
    interface Way {
        void on(Gap gap);
    }

    /** Of so many records those of a range are lost and written off. */
    void writeOff(int records, int first, int following) throws SQLException {
        writeOff(records, first, following, this::follow);
    }

    void writeOff(int records, int first, int following, Way way) throws SQLException {
        answer();
        IntStream.range(0, records).forEach(number -> pipeline.send(0, Fate.DETECTED));
        pipeline.ingest(first, false);
        pipeline.commit(AuditTopics.INGEST, FRAMES, following);
        pipeline.drain();
        way.on(only(answer()));
    }

    /** Whatever of these is there. */
    void call(long first, long last, long most) {
        database.change("call write_off_records('" + pipeline.id(TOPICS.frames()) + "', 0, " + first + ", " + last
                + ", " + most + ")");
    }

    /** The next records of the first partition. */
    void lose(int records) {
        IntStream.range(0, records).forEach(number -> pipeline.send(0, Fate.DETECTED));
        pipeline.commit(AuditTopics.INGEST, FRAMES, pipeline.end(FRAMES));
        pipeline.drain();
    }

    /** Frames are stored, and detect goes on behind their claims. */
    List<UUID> passOver(int frames) {
        var ids = IntStream.range(0, frames)
                .mapToObj(number -> pipeline.send(0, Fate.DETECTED))
                .toList();
        pipeline.ingest(Integer.MAX_VALUE, false);
        pipeline.commit(AuditTopics.DETECT, CLAIMS, pipeline.end(CLAIMS));
        pipeline.drain();
        return ids;
    }

    long expired() throws SQLException {
        return answer().partitions().stream()
                .filter(partition -> partition.group().equals(AuditTopics.INGEST)
                        && partition.partition().equals(FRAMES.toString()))
                .mapToLong(partition -> partition.expired() == null ? 0 : partition.expired())
                .sum();
    }
}
