package io.sightline.audit;

import java.util.List;

/**
 * Per frame, as a sum over all: frames = serving inferences + frames with an open dead letter + in flight. Inferences
 * by other models than the serving one do not count.
 *
 * <p>In flight are frames whose claim detect is not done with, whose inference or letter the sink has not stored yet,
 * and those whose letter is being redriven. A frame's inference may be stored before the frame itself, as long as the
 * sink has claims left to read.
 */
final class FrameEquation {
    static final String NAME = "frames";

    private final Reading reading;
    private final Findings findings;

    FrameEquation(Reading reading, Findings findings) {
        this.reading = reading;
        this.findings = findings;
    }

    void check() {
        var books = reading.books();
        var letters = books.letters();
        long frames = books.frames() + letters.unstored();
        long settled = books.serving() + letters.failed();
        long open = frames - settled;
        long underWay = reading.undetected()
                + reading.unsunkBefore(reading.topics().inferences())
                + reading.unsunkBefore(reading.topics().deadLetters())
                + letters.redriving();
        long ahead = reading.unsunk(reading.topics().claims());
        findings.addInFlight(Math.max(0, Math.min(open, underWay)));
        checkFates(open - underWay, frames);
        checkFrames(-open - ahead, settled);
        describeDetect();
    }

    /** Frames without a fate; letters that nobody could read may be it, or not. */
    private void checkFates(long lacking, long frames) {
        var letters = reading.books().letters();
        long unread =
                letters.unread().inferences() + Math.max(0, letters.unread().letters() - findings.lettersTaken());
        long doubted = Math.min(unread, lacking);
        if (doubted > 0) {
            findings.add(gap(Gap.UNCERTAIN, frames, frames - doubted, Explanations.uncertainFates(doubted, unread)));
        }
        long certain = lacking - Math.max(0, doubted);
        if (certain > 0) {
            findings.add(gap(NAME, frames, frames - certain, Explanations.framesWithoutFate(certain, letters)));
        }
    }

    /** Fates without a frame; claims that the sink could not read may be of those frames, or not. */
    private void checkFrames(long lacking, long settled) {
        long unread = reading.books().letters().unread().allClaims();
        long doubted = Math.min(unread, lacking);
        if (doubted > 0) {
            findings.add(gap(Gap.UNCERTAIN, settled - doubted, settled, Explanations.uncertainFrames(doubted, unread)));
        }
        long certain = lacking - Math.max(0, doubted);
        if (certain > 0) {
            findings.add(gap(NAME, settled - certain, settled, Explanations.fatesWithoutFrame(certain)));
        }
    }

    private static Gap gap(String equation, long expected, long found, String explanation) {
        return new Gap(equation, null, null, expected, found, expected - found, List.of(), explanation);
    }

    private void describeDetect() {
        for (var partition : reading.state().partitions(reading.topics().claims())) {
            var log = reading.state().log(partition);
            long end = reading.end(partition);
            var position = reading.state().committed(AuditTopics.DETECT, partition);
            findings.add(new PartitionState(
                    AuditTopics.DETECT,
                    partition.toString(),
                    String.valueOf(reading.state().ids().get(partition.topic())),
                    null,
                    position.isPresent() ? position.getAsLong() : null,
                    log.start(),
                    end,
                    Reading.behind(end, position.orElse(log.start())),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
        }
    }
}
