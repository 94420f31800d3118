package io.sightline.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;

/** Lets a version go live in the middle of a run, and holds frames back until it has answered one. */
final class FramesOfLaunch {
    /** So many are always under way in the meantime: what serves changes under load. */
    private static final int UNDER_WAY = 16;
    /** The last of the frames go one after the other, so that some are left when it takes longer. */
    private static final int RESERVE_OF = 4;

    private final FramesUnderWay frames;
    private final Launch launch;
    private final PrintStream out;
    private final Clock clock;

    FramesOfLaunch(FramesUnderWay frames, Launch launch, PrintStream out, Clock clock) {
        this.frames = frames;
        this.launch = launch;
        this.out = out;
        this.clock = clock;
    }

    /**
     * Sends all frames that are left.
     *
     * @return when the version was let go live
     */
    Instant send() throws IOException, SQLException, InterruptedException {
        var before = frames.left() / 2;
        frames.send(before);
        frames.await(Math.min(UNDER_WAY, before / 2));
        out.println("demo: %s of %s is to follow on %s".formatted(launch.next(), launch.model(), launch.former()));
        var begun = clock.instant();
        launch.begin();
        var reserve = frames.left() / RESERVE_OF;
        while (frames.left() > 0 && !frames.areAnsweredBy(launch.next())) {
            var wanted = frames.left() > reserve ? Math.min(UNDER_WAY, frames.left() - reserve) : 1;
            frames.send(Math.max(0, wanted - frames.open()));
            frames.look();
        }
        frames.send(frames.left());
        return begun;
    }
}
