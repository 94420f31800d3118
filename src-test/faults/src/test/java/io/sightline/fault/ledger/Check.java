package io.sightline.fault.ledger;

import io.sightline.fault.ledger.Finding.Harm;

/**
 * A question to the database whose every row is one thing that must not be.
 *
 * @param sql of one column of text, over the tables and {@code fate}
 */
enum Check {
    RECORD_LOST(
            Harm.LOST,
            "records with neither rows nor a dead letter",
            "select place from fate where not has_rows and letters < greatest(due, 1)"),
    FRAME_DOUBLED(Harm.DOUBLED, "records with more than one frame row", "select place from fate where frames > 1"),
    INFERENCE_DOUBLED(
            Harm.DOUBLED,
            "records with more than one serving inference",
            "select place from fate where inferences > 1"),
    LETTER_DOUBLED(
            Harm.DOUBLED,
            "records with too many dead letters",
            "select place from fate where letters > greatest(due, 1)"),
    // A frame row that the database refused is a dead letter of the sink, beside which the inference is stored.
    TWO_FATES(
            Harm.DOUBLED,
            "records with their rows, or a serving inference, and an open dead letter",
            "select place from fate where letters > 0 and (has_rows or inferences > 0 and letters_of_sink = 0)"),
    ORIGIN_DOUBLED(Harm.DOUBLED, "positions with more than one frame", """
            select concat_ws('/', origin_topic, origin_partition, origin_offset) from frame where origin_topic_id is not null
            group by origin_topic, origin_topic_id, origin_partition, origin_offset having count(*) > 1"""),
    DETECTION_DOUBLED(Harm.DOUBLED, "detections twice", """
            select frame_id || ' ' || ordinal from detection where purpose = 'SERVING'
            group by frame_id, ordinal having count(*) > 1"""),
    DETECTIONS_TOO_MANY(Harm.DOUBLED, "inferences with more detections than they say", """
            select frame_id::text from counted where found > n"""),
    DETECTIONS_TOO_FEW(Harm.LOST, "inferences with fewer detections than they say", """
            select frame_id::text from counted where found < n"""),
    DETECTION_ALONE(Harm.WRONG, "detections without their inference", """
            select d.frame_id || ' ' || d.ordinal from detection d where not exists (select from inference i
            where i.frame_id = d.frame_id and i.model_version_id = d.model_version_id and i.purpose = d.purpose)"""),
    OTHER_PICTURE(
            Harm.WRONG,
            "frames with another picture or another origin than was sent",
            "select place from fate where faithful < frames"),
    GOOD_DEAD_LETTERED(
            Harm.WRONG,
            "good records that became dead letters",
            "select place from fate where due = 0 and letters > 0"),
    POISON_STORED(
            Harm.WRONG,
            "records that should be dead letters and are not",
            "select place from fate where due > 0 and has_rows"),
    FRAME_NOT_SENT(Harm.WRONG, "frames that nobody sent", """
            select frame_id::text from frame f where not exists (select from sent s where s.frame_id = f.frame_id)"""),
    INFERENCE_NOT_SENT(Harm.WRONG, "inferences of frames that nobody sent", """
            select frame_id::text from inference i where not exists (select from sent s where s.frame_id = i.frame_id)"""),
    LETTER_NOT_SENT(Harm.WRONG, "dead letters of records that nobody sent", """
            select d.event_id || ' ' || d.reason || ' at ' || d.stage from dead_letter d where d.state <> 'resolved'
            and not exists (select from sent s where s.frame_id = d.frame_id)
            and not exists (select from sent s where s.topic_id = d.failed_topic_id and s.partition = d.failed_partition
              and s.position = d.failed_offset)""");

    private final Harm harm;
    private final String what;
    private final String sql;

    Check(Harm harm, String what, String sql) {
        this.harm = harm;
        this.what = what;
        this.sql = sql;
    }

    Harm harm() {
        return harm;
    }

    String what() {
        return what;
    }

    String sql() {
        return sql;
    }
}
