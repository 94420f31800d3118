package io.sightline.audit;

/** What to say of rows that are there more than once: which of them to keep, and how to remove the others. */
final class RepeatExplanations {
    private static final String THEN =
            "; start the sink and " + Explanations.RECOUNT + ". Then count those days again with ?deep=true.";

    private RepeatExplanations() {}

    /**
     * The text for a day.
     *
     * @param things how many things are there more than once
     * @param rows how many rows they have
     */
    static String of(String equation, String day, long things, long rows) {
        var counted = things + " %s of " + day + " (UTC) have " + rows + " rows";
        return switch (equation) {
            case "frame-repeats" -> counted.formatted("frames") + frames();
            case "origin-repeats" -> counted.formatted("records of the frames topic") + origins();
            default -> counted.formatted("frames") + inferences();
        };
    }

    private static String frames() {
        return " in table frame, each with another captured_at. Sightline decides on one time of capture for a frame, the same"
                + " on every reading: so something else writes rows, or versions that decide otherwise stored the same record."
                + " firstIds are such frames. To see them, run: select * from frame where frame_id = '<id of the frame>' order by"
                + " claim_offset; the first was stored first, as a rule. Keep that, and look first whether it has its inference."
                + " Stop the sink and remove each other one with what belongs to it: delete from detection where "
                + ofRow() + "; remove its inferences: delete from inference where " + ofRow()
                + "; remove the row: delete from frame where " + ofRow() + THEN;
    }

    private static String ofRow() {
        return "frame_id = '<id of the frame>' and captured_at = '<captured_at of the row that goes>'";
    }

    private static String origins() {
        return " in table frame with different frame ids. A frame's id follows from its record, so that one of them is right:"
                + " whoever may write claims can write one in the name of a record, with another id. firstIds are frames whose id"
                + " is not that of the record that they name. Look at them by GET /v1/frames/<id of the frame>, and at who may"
                + " write to the topic of claims. If they are nothing of yours, stop the sink and remove them with what belongs to"
                + " them: delete from detection where " + ofFrame()
                + "; remove their inferences: delete from inference where "
                + ofFrame() + "; remove the rows: delete from frame where " + ofFrame() + THEN
                + " Their letters, if there are any, are then those of frames that never were, and can be closed by hand: update"
                + " dead_letter set state = 'resolved' where " + ofFrame() + ".";
    }

    private static String ofFrame() {
        return "frame_id = '<id of the frame>'";
    }

    private static String inferences() {
        return " of serving inferences, each with another captured_at; a frame has one. Something else writes rows, or the frame"
                + " was stored more than once: then follow the gap frame-repeats first. firstIds are such frames. Keep the"
                + " inference that has the frame's own time of capture. Stop the sink and remove the others with their detections:"
                + " delete from detection d where " + withoutFrame("d")
                + "; remove the inferences: delete from inference i where "
                + withoutFrame("i") + THEN;
    }

    private static String withoutFrame(String alias) {
        return alias + ".frame_id = '<id of the frame>' and " + alias
                + ".purpose = 'SERVING' and exists (select from frame f where f.frame_id = " + alias
                + ".frame_id) and not exists (select from frame f where f.frame_id = " + alias
                + ".frame_id and f.captured_at = "
                + alias + ".captured_at)";
    }
}
