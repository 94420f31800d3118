package io.sightline.audit;

import io.sightline.audit.Books.Fateless;
import io.sightline.audit.Books.OriginRow;

/** What to say of what can be written off, with the statement that does it. */
final class WriteOffExplanations {
    private static final String TAKEN_BACK = " What gets a fate after all is written off no more, by itself.";

    private WriteOffExplanations() {}

    /** Of records that are missing: not those that letters may stand for, of which nobody knows which they are. */
    static String records(OriginRow row, AbsentRecords records, long lacking) {
        var found = records.found();
        boolean isAll = records.unfound() == 0 && !found.isEmpty();
        long first = isAll ? found.firstKey() : row.start();
        long last = found.isEmpty() ? records.position() - 1 : found.lastEntry().getValue();
        return formerly(row.formerly(), "records", "audit_start.written_off")
                + " Offsets that hold no record, such as the marks of a producer's transactions, and records that are gone, can be"
                + " written off." + TAKEN_BACK + " The audit will show what was written off: "
                + records(row, first, last, lacking) + ".";
    }

    /** The statement that writes off so many of the records from an offset to another one that have no fate. */
    static String records(OriginRow row, long first, long last, long most) {
        return "call write_off_records(of_topic => '" + row.topicId() + "', of_partition => "
                + row.partition().partition() + ", first => " + first + ", last => " + last + ", most => " + most + ")";
    }

    static String frames(long lacking, Fateless fateless) {
        return formerly(fateless.formerly(), "frames", "audit_write_off.frames")
                + " Frames that can get no fate any more can be written off." + TAKEN_BACK
                + " The audit will show what was written off (writtenOff): call write_off_frames(most => " + lacking
                + ").";
    }

    private static String formerly(long number, String things, String column) {
        return number == 0
                ? ""
                : " A former version had written off " + number + " " + things + " as a number (" + column
                        + "), nobody knows which, nor whether they were stored since: it does not count any more. What is to stay"
                        + " written off is to be written off once more.";
    }
}
