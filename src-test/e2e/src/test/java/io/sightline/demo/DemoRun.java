package io.sightline.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/** Sends the frames of one run and follows them until each has its fate, or until nothing moves any more. */
final class DemoRun {
    private static final Duration POLL = Duration.ofMillis(200);
    /** Frames before the clock starts: servers and runtime have just been started and still compile themselves. */
    private static final int LONGEST_WARM_UP = 60;

    private final DemoFrames frames;
    private final DemoPictures pictures;
    private final Duration patience;
    private final PrintStream out;
    private final Clock clock;
    private final Truths truths = new Truths();
    private final Ledger ledger = new Ledger();

    /**
     * Prepares a run.
     *
     * @param patience how long nothing may move before the rest counts as missing
     */
    DemoRun(DemoFrames frames, DemoPictures pictures, Duration patience, PrintStream out, Clock clock) {
        this.frames = frames;
        this.pictures = pictures;
        this.patience = patience;
        this.out = out;
        this.clock = clock;
    }

    /**
     * Runs once.
     *
     * @throws IOException when a picture cannot be read or written
     * @throws SQLException when the database does not answer
     */
    DemoReport run(DemoTarget target) throws IOException, SQLException, InterruptedException {
        var ahead = FramesAhead.of(frames);
        out.println("demo: %d frames are ready to be sent".formatted(ahead.size()));
        try (var sender = new FrameSender(target.brokers(), target.framesTopic());
                var reader = new OutcomeReader(target, sender.topicId(), clock.instant())) {
            var progress = new Progress(frames.count(), out, clock);
            var warmUp = Math.min(LONGEST_WARM_UP, frames.count() / 5);
            if (warmUp > 0) {
                send(0, warmUp, ahead, sender, reader, progress);
                awaitFates(reader, progress);
            }
            var start = clock.instant();
            send(warmUp, frames.count(), ahead, sender, reader, progress);
            var lastRow = awaitFates(reader, progress);
            var sent = ledger.sent();
            var outcomes = reader.read(sent.stream().map(SentFrame::place).toList());
            for (var frame : sent) {
                var outcome = outcomes.getOrDefault(frame.place(), Outcome.NONE);
                if (outcome.inferred()) {
                    pictures.annotate(frame.number(), outcome.detections());
                }
            }
            return DemoReport.of(sent, outcomes, truths, warmUp, Duration.between(start, lastRow));
        }
    }

    private void send(int from, int to, FramesAhead ahead, FrameSender sender, OutcomeReader reader, Progress progress)
            throws IOException, SQLException, InterruptedException {
        for (var number = from; number < to; number++) {
            var frame = ahead.next(number);
            truths.remember(number, frame);
            pictures.offer(number, frame);
            ledger.sending(number, frame, sender.send(frame, clock.instant().truncatedTo(ChronoUnit.MICROS)));
            if (progress.due()) {
                ledger.takeDown();
                ledger.settle(reader.read(ledger.open()));
                progress.show(number + 1, ledger.settled());
            }
        }
        ledger.takeDownAll();
    }

    /** Answers when the last row was seen. */
    private Instant awaitFates(OutcomeReader reader, Progress progress) throws SQLException, InterruptedException {
        var lastMove = clock.instant();
        while (true) {
            if (ledger.settle(reader.read(ledger.open())) > 0) {
                lastMove = clock.instant();
            }
            if (ledger.open().isEmpty()) {
                progress.show(ledger.size(), ledger.settled());
                return lastMove;
            }
            if (lastMove.plus(patience).isBefore(clock.instant())) {
                out.println("demo: nothing has moved for %d s, %d frames are missing"
                        .formatted(patience.toSeconds(), ledger.open().size()));
                return lastMove;
            }
            if (progress.due()) {
                progress.show(ledger.size(), ledger.settled());
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }
}
