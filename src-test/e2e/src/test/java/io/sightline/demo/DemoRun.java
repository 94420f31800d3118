package io.sightline.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run: warms up, sends the frames, and adds up what became of them. */
final class DemoRun {
    /** Frames before the clock starts: servers and runtime have just been started and still compile themselves. */
    private static final int LONGEST_WARM_UP = 60;

    private final DemoFrames frames;
    private final DemoPictures pictures;
    private final Duration patience;
    private final PrintStream out;
    private final Clock clock;

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
     * @param launch a version that goes live in the middle, if any
     * @throws IOException when a picture cannot be read or written
     * @throws SQLException when the database does not answer
     */
    DemoReport run(DemoTarget target, @Nullable Launch launch) throws IOException, SQLException, InterruptedException {
        var ahead = FramesAhead.of(frames);
        out.println("demo: %d frames are ready to be sent".formatted(ahead.size()));
        if (launch != null) {
            new ServingVersion(target).await(launch.model(), launch.former(), patience);
        }
        try (var sender = new FrameSender(target.brokers(), target.framesTopic());
                var reader = new OutcomeReader(target, sender.topicId(), clock.instant())) {
            var underWay = new FramesUnderWay(frames, ahead, pictures, sender, reader, patience, out, clock);
            var warmUp = Math.min(LONGEST_WARM_UP, frames.count() / 5);
            underWay.send(warmUp);
            underWay.await(0);
            var start = clock.instant();
            var begun = start;
            if (launch == null) {
                underWay.send(underWay.left());
            } else {
                begun = new FramesOfLaunch(underWay, launch, out, clock).send();
            }
            var duration = Duration.between(start, underWay.await(0));
            var sent = underWay.ledger().sent();
            var outcomes = underWay.outcomes();
            for (var frame : sent) {
                var outcome = outcomes.getOrDefault(frame.place(), Outcome.NONE);
                if (outcome.inferred()) {
                    pictures.annotate(frame.number(), outcome.detections());
                }
            }
            var goneLive = launch == null
                    ? Optional.<GoneLive>empty()
                    : Optional.of(GoneLive.of(launch, begun, sent, outcomes, warmUp));
            return DemoReport.of(sent, outcomes, underWay.truths(), warmUp, duration, goneLive);
        }
    }
}
