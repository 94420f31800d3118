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
        findings.addInFlight(Math.max(0, Math.min(open - letters.unreadOutcomes(), underWay)));
        if (open > underWay + letters.unreadOutcomes()) {
            long excused = underWay + letters.unreadOutcomes();
            findings.add(gap(frames, settled + excused, Explanations.framesWithoutFate(open - excused, letters)));
        }
        if (-open > ahead) {
            findings.add(gap(frames + ahead, settled, Explanations.fatesWithoutFrame(-open - ahead)));
        }
        describeDetect();
    }

    private static Gap gap(long expected, long found, String explanation) {
        return new Gap(NAME, null, null, expected, found, expected - found, List.of(), explanation);
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
