package io.sightline.audit;

import io.sightline.audit.LetterPool.Taken;

/**
 * What to say where something is missing that letters may stand for: both possibilities, how to find out which it is,
 * and the way on that is right for either.
 */
final class LetterExplanations {
    private static final String EITHER_OR = " Nobody can tell yet which of two things it is. Either they are lost: ";

    private LetterExplanations() {}

    static String uncertainRecords(IngestAccount account, Taken doubted, long logStart) {
        return doubted.number() + " of the records of " + account.row().partition() + " before offset "
                + account.position()
                + " are neither a frame nor a dead letter that names them, and nothing is on its way that they could be."
                + EITHER_OR + "they were " + Explanations.LOST_RECORDS + ". Or they are what " + doubted.could()
                + " open dead letters of the sink hold, for claims or letters that nobody could read: so many may stand for"
                + " them, or for nothing of Sightline's. Letters that are older than these records, or that name something else,"
                + " are not among them. " + lookAtLetters("ingest")
                + readAgain(account, logStart);
    }

    static String unplacedClaims(IngestAccount account, Taken doubted, long logStart) {
        return doubted.number() + " of the records of " + account.row().partition() + " before offset "
                + account.position()
                + " are neither a frame nor a dead letter of ingest, and nothing is on its way that they could be."
                + EITHER_OR + "they were " + Explanations.LOST_RECORDS + ". Or they are what " + doubted.could()
                + " open dead letters of the sink hold, for claims that the database refused and that name their frame but not its"
                + " record, as claims of versions before the header ce_origin do: they may be of these records, or of frames that"
                + " came over REST. To find out, look at the letters of firstIds: at their message by GET"
                + " /v1/dead-letters?stage=sink, mend what the database refused, and send them once more by POST"
                + " /v1/dead-letters/redrive. Do not close them by hand: each is the account of a frame. What is missing when no"
                + " such letter is left is a gap of the equation ingest." + readAgain(account, logStart);
    }

    /** What is right whether they are lost or not. */
    private static String readAgain(IngestAccount account, long logStart) {
        return " Until then nothing is to be written off. " + Explanations.readRecordsAgain(account, logStart)
                + (Explanations.isInLog(account, logStart)
                        ? " That need not wait: a record that was lost is then a frame, and one whose claim fails again has a letter"
                                + " as before."
                        : "");
    }

    static String uncertainFates(Taken doubted) {
        return doubted.number()
                + " frames have neither a serving inference nor an open dead letter that names them, and nothing is on its way that"
                + " could give them one." + EITHER_OR + Explanations.LOST_FATES + " Or their fates are what "
                + doubted.could()
                + " open dead letters of the sink hold, for inferences or letters that nobody could read: so many may be their"
                + " fates, or nothing of Sightline's. Letters that are older than these frames, or that name something else, are"
                + " not among them. " + lookAtLetters("frames") + " Frames without a fate need not wait for that. "
                + Explanations.DETECT_AGAIN;
    }

    static String uncertainFrames(long doubted, long unread) {
        return "there are " + doubted
                + " serving inferences or open letters more than frames, and no claims are left to read." + EITHER_OR
                + Explanations.LOST_CLAIMS + ". Or the frames are what " + unread
                + " open dead letters of the sink hold, for claims that nobody could read, which may be of those frames or"
                + " nothing of Sightline's. " + lookAtLetters("frames")
                + " Claims that were skipped need not wait for that. "
                + Explanations.STORE_CLAIMS_AGAIN;
    }

    /** What a letter stands for only a person can find out; once it is resolved it stands for nothing any more. */
    private static String lookAtLetters(String equation) {
        return "To find out, look at the letters of firstIds: by GET /v1/dead-letters?stage=sink, and at their headers and"
                + " bytes in table dead_letter. If what they need to be read was missing, such as a schema in the registry, put it"
                + " back and send them once more by POST /v1/dead-letters/redrive. A letter of something that Sightline has not"
                + " written can be closed by hand: update dead_letter set state = 'resolved' where stage = 'sink' and frame_id is"
                + " null and event_id = '<id of the letter>'. One that names a frame is the account of that, and stays."
                + " What is missing when no such letter is left is a gap of the equation " + equation
                + ", for certain.";
    }
}
