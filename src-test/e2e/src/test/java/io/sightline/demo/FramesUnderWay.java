package io.sightline.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Sends the frames of one run, and follows them until each has its fate, or until nothing moves any more. */
final class FramesUnderWay {
    private static final Duration POLL = Duration.ofMillis(200);

    private final DemoFrames frames;
    private final FramesAhead ahead;
    private final DemoPictures pictures;
    private final FrameSender sender;
    private final OutcomeReader reader;
    private final Duration patience;
    private final PrintStream out;
    private final Clock clock;
    private final Progress progress;
    private final Truths truths = new Truths();
    private final Ledger ledger = new Ledger();
    private final Set<String> versions = new HashSet<>();
    private int next;

    /** @param patience how long nothing may move before the rest counts as missing */
    FramesUnderWay(
            DemoFrames frames,
            FramesAhead ahead,
            DemoPictures pictures,
            FrameSender sender,
            OutcomeReader reader,
            Duration patience,
            PrintStream out,
            Clock clock) {
        this.frames = frames;
        this.ahead = ahead;
        this.pictures = pictures;
        this.sender = sender;
        this.reader = reader;
        this.patience = patience;
        this.out = out;
        this.clock = clock;
        this.progress = new Progress(frames.count(), out, clock);
    }

    Ledger ledger() {
        return ledger;
    }

    Truths truths() {
        return truths;
    }

    /** Frames that are not sent yet. */
    int left() {
        return frames.count() - next;
    }

    /** Frames that were sent and have no fate yet. */
    int open() {
        return ledger.open().size();
    }

    /** Whether a version has inferred one of the frames. */
    boolean areAnsweredBy(Release release) {
        return versions.contains(release.version());
    }

    /** Sends some of the frames that are left. */
    void send(int number) throws IOException, SQLException, InterruptedException {
        for (var end = next + number; next < end; next++) {
            var frame = ahead.next(next);
            truths.remember(next, frame);
            pictures.offer(next, frame);
            ledger.sending(next, frame, sender.send(frame, clock.instant().truncatedTo(ChronoUnit.MICROS)));
            if (progress.due()) {
                ledger.takeDown();
                settle();
                progress.show(next + 1, ledger.settled());
            }
        }
        ledger.takeDownAll();
    }

    /** Waits a little, then looks which frames have their fate; answers how many those were. */
    int look() throws SQLException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        var settled = settle();
        if (progress.due()) {
            progress.show(ledger.size(), ledger.settled());
        }
        return settled;
    }

    /**
     * Waits for fates.
     *
     * @param most frames that may still be without one
     * @return when the last row was seen
     */
    Instant await(int most) throws SQLException, InterruptedException {
        var lastMove = clock.instant();
        settle();
        while (open() > most) {
            if (look() > 0) {
                lastMove = clock.instant();
            } else if (lastMove.plus(patience).isBefore(clock.instant())) {
                out.println("demo: nothing has moved for %d s, %d frames are missing"
                        .formatted(patience.toSeconds(), open()));
                return lastMove;
            }
        }
        progress.show(ledger.size(), ledger.settled());
        return lastMove;
    }

    /** What became of all frames. */
    Map<RecordPlace, Outcome> outcomes() throws SQLException {
        return reader.read(ledger.sent().stream().map(SentFrame::place).toList());
    }

    private int settle() throws SQLException {
        var outcomes = reader.read(ledger.open());
        outcomes.values()
                .forEach(outcome -> outcome.answer().map(Answer::version).ifPresent(versions::add));
        return ledger.settle(outcomes);
    }
}
