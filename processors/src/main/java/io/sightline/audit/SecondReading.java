package io.sightline.audit;

import java.util.List;
import java.util.Objects;

/**
 * How much more was counted than there ever were records that it could have come of. Rows that were deleted and stored
 * again by a second reading are counted twice until a recount: what then seems to be missing is there.
 *
 * @param frames how many more frames, of records of the frames topic or of claims
 * @param inferences how many more inferences than records of their topic
 */
record SecondReading(long frames, long inferences) {
    static SecondReading of(Reading reading) {
        long ofRecords = IngestAccount.of(reading).stream()
                .mapToLong(account -> account.surplus(reading.end(account.row().partition())))
                .sum();
        long ofClaims = 0;
        long ofInferences = 0;
        for (var row : reading.books().stored()) {
            if (reading.state().logs().containsKey(row.partition())
                    && row.topicId()
                            .equals(reading.state().ids().get(row.partition().topic()))) {
                ofClaims += Math.max(0, row.frames() - reading.end(row.partition()));
                ofInferences += Math.max(0, row.inferences() - reading.end(row.partition()));
            }
        }
        return new SecondReading(Math.max(ofRecords, ofClaims), ofInferences);
    }

    /** The gaps, saying of those that may be of that kind that they are. */
    List<Gap> explain(List<Gap> gaps) {
        return gaps.stream().map(gap -> explain(gap, gaps)).toList();
    }

    private Gap explain(Gap gap, List<Gap> all) {
        if (gap.difference() == null) {
            return gap;
        }
        boolean lacks = gap.difference() > 0;
        if (gap.equation().equals("ingest") && !lacks) {
            return whichOf(gap, all);
        }
        if (hasRepeats(all)) {
            return gap;
        }
        boolean ofFrames = gap.equation().equals("frame-rows") ? lacks : isOfAllFrames(gap) && lacks;
        // Never detection-rows: a recount would take what is left of the detections of a frame for all of them.
        boolean ofInferences = gap.equation().equals("inference-rows") ? lacks : isOfAllFrames(gap) && !lacks;
        if (ofFrames && frames > 0) {
            return gap.explained(Explanations.framesCountedTwice(frames) + gap.explanation());
        }
        if (ofInferences && inferences > 0) {
            return gap.explained(Explanations.inferencesCountedTwice(inferences) + gap.explanation());
        }
        return gap;
    }

    /** Frames against fates, certain or not. */
    private static boolean isOfAllFrames(Gap gap) {
        return gap.equation().equals(FrameEquation.NAME) || (gap.isUncertain() && gap.partition() == null);
    }

    /** More frames than records: the count of rows tells why. */
    private static Gap whichOf(Gap gap, List<Gap> all) {
        var partition = Objects.requireNonNull(gap.partition());
        if (hasRepeats(all)) {
            return gap.explained(Explanations.storedTwice(partition));
        }
        boolean rowsAreFewer = all.stream()
                .anyMatch(row -> row.equation().equals("frame-rows") && Objects.requireNonNull(row.difference()) > 0);
        return rowsAreFewer ? gap.explained(Explanations.readTwice(partition)) : gap;
    }

    private static boolean hasRepeats(List<Gap> gaps) {
        return gaps.stream().anyMatch(gap -> RepeatCount.EQUATIONS.contains(gap.equation()));
    }
}
