package io.sightline.audit;

import java.util.List;

/**
 * Per frame, as a sum over all: frames = serving inferences + frames with an open dead letter + written off + in
 * flight. Inferences by other models than the serving one do not count.
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
        var balance = FrameBalance.of(reading);
        findings.addInFlight(Math.max(0, Math.min(balance.open(), balance.underWay())));
        checkFates(balance);
        checkFrames(balance);
        describeDetect();
    }

    /** Frames without a fate; letters that nobody could read may be it, or not. */
    private void checkFates(FrameBalance balance) {
        long lacking = balance.lacking();
        if (lacking <= 0) {
            return;
        }
        var unread = reading.books().letters().unread();
        var fates = reading.absent().fates(lacking);
        var excuses = new Excuses(fates);
        var inferences = new LetterPool(unread.inferences()).take(excuses, lacking);
        var letters = new LetterPool(findings.left(unread.letters())).take(excuses, lacking - inferences.number());
        var doubted = inferences.and(letters);
        if (doubted.number() > 0) {
            findings.add(gap(Gap.UNCERTAIN, balance.frames(), balance.frames() - doubted.number())
                    .explained(LetterExplanations.uncertainFates(doubted))
                    .withFirstIds(SuspectLetter.firstIds(doubted.candidates())));
        }
        long certain = lacking - doubted.number();
        if (certain > 0) {
            findings.add(gap(NAME, balance.frames(), balance.frames() - certain)
                    .explained(Explanations.framesWithoutFate(certain, reading.books(), certain < lacking))
                    .withFirstIds(fates.firstIds()));
        }
    }

    /** Fates without a frame; claims that the sink could not read may be of those frames, or not. */
    private void checkFrames(FrameBalance balance) {
        long lacking = -balance.open() - reading.unsunk(reading.topics().claims());
        if (lacking <= 0) {
            return;
        }
        long settled = balance.settled();
        var unread = reading.books().letters().unread().claims();
        long doubted = Math.min(unread.size(), lacking);
        if (doubted > 0) {
            findings.add(gap(Gap.UNCERTAIN, settled - doubted, settled)
                    .explained(LetterExplanations.uncertainFrames(doubted, unread.size()))
                    .withFirstIds(SuspectLetter.firstIds(unread.known())));
        }
        long certain = lacking - doubted;
        if (certain > 0) {
            findings.add(gap(NAME, settled - certain, settled)
                    .explained(Explanations.fatesWithoutFrame(
                            certain, reading.books().fateless().writtenOff())));
        }
    }

    private static Gap gap(String equation, long expected, long found) {
        return new Gap(equation, null, null, expected, found, expected - found, List.of(), "");
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
