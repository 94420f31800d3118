package io.sightline.audit;

import io.sightline.audit.Books.OriginRow;
import io.sightline.audit.Books.SinkRow;
import io.sightline.delivery.Stop;
import io.sightline.failure.FailureCode;
import java.time.LocalDate;
import org.apache.kafka.common.TopicPartition;

/** What to say of a gap: what happened, as far as it can be known, and the way on that loses nothing in silence. */
final class Explanations {
    static final String RECOUNT = "run: select audit_recount()";

    static final String LOST_RECORDS =
            "skipped (somebody moved the offsets of group sightline-ingest, or they expired), or"
                    + " their claims or letters were lost behind ingest, or this database is an older one";
    static final String LOST_FATES = "Claims were skipped (somebody moved the offsets of group sightline-detect), or"
            + " inferences or letters were lost behind them, or letters were deleted or closed by hand.";
    static final String DETECT_AGAIN =
            "To run the model on them again, stop detect, run kafka-consumer-groups.sh --bootstrap-server <broker> --group"
                    + " sightline-detect --all-topics --reset-offsets --to-earliest --execute and start it: what is stored already"
                    + " stays there once. Frames whose claims are gone from the topic can be sent again.";
    static final String LOST_CLAIMS = "claims were skipped by the sink, or something else writes rows or counters";
    static final String STORE_CLAIMS_AGAIN =
            "To store the claims again, run: delete from sink_offset where consumer_group ="
                    + " 'sightline-sink-claims'; then restart the sink: what is stored already stays there once.";

    private Explanations() {}

    /** Begins the explanation of what may only seem to be missing. */
    static String framesCountedTwice(long number) {
        return countedTwice(number + " more frames were counted than there are records that they came of", "");
    }

    /** The same of inferences, whose detections a recount takes as they are. */
    static String inferencesCountedTwice(long number) {
        return countedTwice(
                number + " more inferences were counted than there are records of their topic",
                " and the frames that gaps of detection-rows name have their detections again, which would not be missed"
                        + " any more after it");
    }

    private static String countedTwice(String what, String before) {
        return "Perhaps nothing is missing: " + what
                + ", so that rows were deleted, and stored again by a second reading, which counted them twice. When the sink has"
                + " nothing left to read" + before + ", " + RECOUNT
                + ". Then count the rows again with ?deep=true: what is missing then is missing indeed. What else it may be: ";
    }

    static String skipped(SinkRow sink) {
        return sink.skipped() + " offsets of " + sink.partition()
                + " were passed as if they held no record. Sightline writes"
                + " this topic without transactions, so each of its offsets holds one: either somebody else writes to it, or"
                + " records were not read. The log of the sink names them (\"offsets without a record skipped\"). To read the"
                + " log again from its start, and to store what is stored already only once, run: delete from sink_offset where "
                + where(sink)
                + "; then restart the sink. If they hold no records, write them off, which the audit will show: update"
                + " sink_offset set expired = expired + skipped, skipped = 0 where " + where(sink) + ".";
    }

    static String counters(SinkRow sink) {
        return "the counters of " + sink.partition() + " do not add up to what group " + sink.group()
                + " has consumed: somebody has changed table sink_offset by hand. Put back what was changed.";
    }

    static String olderDatabase(SinkRow sink, long committed) {
        return "Kafka remembers that group " + sink.group() + " had stored " + sink.partition() + " up to offset "
                + committed
                + ", but this database only knows of those before " + sink.next()
                + ": it is an older backup, or the same group"
                + " stores into another database too. A backup catches up by itself, as far as the log still holds the records,"
                + " when the partition's next record comes or the sink is restarted; so does a sink that was told to read"
                + " the log again. If there are two databases, look at"
                + " spring.datasource.url of all processes with the stage sink, and stop those that are wrong.";
    }

    static Stop topicGone(SinkRow sink) {
        return new Stop(
                FailureCode.TOPIC_REPLACED,
                "partition " + sink.partition() + " does not exist, but group " + sink.group() + " stands at offset "
                        + sink.next() + " of it",
                "Look at camel.component.kafka.brokers and at the names under sightline.topics. If the topic was deleted, what it"
                        + " held and was not read is gone; make it anew, then follow what the audit says about that.");
    }

    static String expiredBeforeIngest(OriginRow row, long position, long start) {
        return "the records of " + row.partition() + " from offset " + position + " to " + (start - 1)
                + " were dropped, by the topic's retention or by hand, before ingest had read them. Raise the topic's retention,"
                + " and ask the producers for them. If they cannot be brought back, write them off, which the audit will show: "
                + WriteOffExplanations.records(row, position, start - 1, start - position) + ".";
    }

    static String ingestBeyondEnd(TopicPartition partition, long position, long end) {
        return "the log of " + partition + " ends at offset " + end + ", but ingest has read all before " + position
                + ": the broker lost records, or it is not the broker that they came from. Look at camel.component.kafka.brokers.";
    }

    static String moreThanRecords(Object partition) {
        return surplus(partition)
                + "rows were deleted, and stored again by a second reading, which counted them twice; or frames"
                + " are stored more than once; or something else writes rows, also of records that were written off, or counters."
                + " ?deep=true tells which: rows that were"
                + " counted twice are fewer than was counted (frame-rows), and what is stored twice is named (frame-repeats,"
                + " origin-repeats). To count anew what is there, " + RECOUNT + ".";
    }

    /** The same where a count of rows found frames twice. */
    static String storedTwice(Object partition) {
        return surplus(partition)
                + "frames are stored more than once, which the gaps frame-repeats and origin-repeats name with"
                + " their way on.";
    }

    /** The same where a count found fewer rows than were counted. */
    static String readTwice(Object partition) {
        return surplus(partition)
                + "table frame has fewer rows than were counted (frame-rows), so that rows were deleted, and"
                + " stored again by a second reading, which counted them twice. When the sink has nothing left to read, "
                + RECOUNT
                + ".";
    }

    private static String surplus(Object partition) {
        return "more frames and letters were counted of " + partition + " than it has records: ";
    }

    static String missingFrames(IngestAccount account, AbsentRecords records, long lacking, long logStart) {
        return "ingest is done with the records of " + account.row().partition() + " before offset "
                + account.position() + ", but " + lacking
                + " of them are neither a frame nor a dead letter, and nothing is on its way that they could be. firstIds are"
                + " their offsets, as far as they could be found. Records were " + LOST_RECORDS + ". "
                + readRecordsAgain(account, logStart)
                + WriteOffExplanations.records(account.row(), records, lacking);
    }

    /** Whether the log still has records that ingest is done with. */
    static boolean isInLog(IngestAccount account, long logStart) {
        return logStart < account.position();
    }

    /** To move ingest's position is safe as long as it is moved back; the log may begin behind the account. */
    static String readRecordsAgain(IngestAccount account, long logStart) {
        var row = account.row();
        var gone = logStart > row.start()
                ? "The log of " + row.partition() + " begins at offset " + logStart + ": its records from offset "
                        + row.start() + " to " + (logStart - 1)
                        + " are gone from it, so that those of them that are missing can only come from their producers. "
                : "";
        if (!isInLog(account, logStart)) {
            return gone + "So none of them can be read again.";
        }
        return gone + "To read them again, stop ingest, run kafka-consumer-groups.sh --bootstrap-server <broker>"
                + " --group sightline-ingest --topic "
                + row.partition().topic() + ":"
                + row.partition().partition() + " --reset-offsets --to-offset " + Math.max(row.start(), logStart)
                + " --execute and start it: what is stored already stays there once.";
    }

    static String framesWithoutFate(long lacking, Books books) {
        return lacking
                + " frames have neither a serving inference nor an open dead letter, and nothing is on its way that could"
                + " give them one (" + books.letters().redriving()
                + " letters are being redriven). " + LOST_FATES + " " + DETECT_AGAIN
                + unserved(Math.min(lacking, books.fateless().unserved()))
                + WriteOffExplanations.frames(lacking, books.fateless());
    }

    private static String unserved(long frames) {
        return frames == 0
                ? ""
                : " As many as " + frames
                        + " of them may be of months whose inferences a former version has dropped, and had none by then:"
                        + " it has not written down which, so that an inference that comes for such a frame now counts as a"
                        + " duplicate.";
    }

    static String fatesWithoutFrame(long lacking, long writtenOff) {
        return "there are " + lacking
                + " serving inferences or open letters more than frames, and no claims are left to read: " + LOST_CLAIMS
                + ". " + STORE_CLAIMS_AGAIN
                + (writtenOff == 0
                        ? ""
                        : " If inferences of frames that were written off were put into their table past the sink, "
                                + RECOUNT + ".");
    }

    /** Rows that others refer to. */
    static String parents(String table, String day, long lacking) {
        if (table.equals("image")) {
            return lacking + " frames of " + day
                    + " (UTC) name images that table image has no rows of: rows were deleted past Sightline. Set"
                    + " sightline.claims.dry-run=true first, because their bytes count as orphans meanwhile, and restore the rows from a"
                    + " backup. Or write them again, as long as the topic holds every record of that day: stop the sink, have"
                    + " the claims read again: delete from sink_offset where consumer_group = 'sightline-sink-claims'; start the"
                    + " sink: what is stored already stays there once. Then count that day again with ?deep=true.";
        }
        var without = " and not exists (select from model_version v where v.id = ";
        var date = LocalDate.parse(day);
        return lacking + " inferences of " + day
                + " (UTC) name model versions that table model_version has no rows of: rows were deleted past Sightline."
                + " Restore them from a backup, with their ids. Or store those inferences again, as long as the topic holds"
                + " every record of that day: stop the sink, remove their detections: delete from detection d where "
                + of("d", date) + without + "d.model_version_id); remove the inferences: delete from inference i where "
                + of("i", date) + without
                + "i.model_version_id); have the inferences read again: delete from sink_offset where consumer_group ="
                + " 'sightline-sink-inferences'; start the sink, and when it has nothing left to read " + RECOUNT + ".";
    }

    static String rows(String table, String day, long expected, long found) {
        if (found > expected) {
            return "there are " + (found - expected) + " rows more in table " + table + " for " + day
                    + " (UTC) than the sink has"
                    + " stored: something else writes them, or a process of a version without the audit did. To count anew what is"
                    + " there, " + RECOUNT + ".";
        }
        return (expected - found) + " rows of table " + table + " for " + day
                + " (UTC) are gone that were stored, and no retention of Sightline dropped them. Restore them from a backup. Or"
                + " store them again, as long as the topic holds every record of that day: stop the sink, "
                + again(table, LocalDate.parse(day))
                + "; start the sink, and when it has nothing left to read " + RECOUNT + ". " + onPurpose(table);
    }

    /**
     * What is stored already is not stored twice, so that what is left of a frame must go before its record is read.
     */
    private static String again(String table, LocalDate day) {
        if (table.equals("frame")) {
            return "have the claims read again: delete from sink_offset where consumer_group = 'sightline-sink-claims'";
        }
        var detections = "remove the detections that are left of them: delete from detection d where " + of("d", day)
                + " and not exists (select from inference i where i.frame_id = d.frame_id and i.captured_at = d.captured_at"
                + " and i.model_version_id = d.model_version_id and i.purpose = d.purpose); ";
        var inferences = "remove the inferences that they belong to: delete from inference i where " + of("i", day)
                + " and i.n <> (select count(*) from detection d where d.frame_id = i.frame_id"
                + " and d.captured_at = i.captured_at and d.model_version_id = i.model_version_id"
                + " and d.purpose = i.purpose); ";
        return (table.equals("detection") ? inferences : "") + detections
                + "have the inferences read again: delete from sink_offset where consumer_group = 'sightline-sink-inferences'";
    }

    private static String of(String alias, LocalDate day) {
        return alias + ".captured_at >= '" + DayWindow.start(day) + "' and " + alias + ".captured_at < '"
                + DayWindow.start(day.plusDays(1)) + "'";
    }

    private static String onPurpose(String table) {
        if (table.equals("detection")) {
            return "If they were deleted on purpose, " + RECOUNT + ": the books then begin with what is there.";
        }
        return "If they were deleted on purpose, delete what is left of the same frames in the tables frame, inference and"
                + " detection, and " + RECOUNT
                + ": the books then begin with what is there, and the records of those frames are a"
                + " gap of the equation ingest, whose explanation has the statement that writes them off.";
    }

    private static String where(SinkRow sink) {
        return "consumer_group = '" + sink.group() + "' and topic = '"
                + sink.partition().topic() + "' and partition = "
                + sink.partition().partition();
    }
}
