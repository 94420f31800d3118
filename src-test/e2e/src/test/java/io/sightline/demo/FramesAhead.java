package io.sightline.demo;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Draws or reads frames before the clock starts, as many as fit into some memory: what they cost is the producer's, and
 * on the machine of the pipeline it would count as the pipeline's.
 */
final class FramesAhead {
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private final DemoFrames frames;
    private final Deque<DemoFrame> ready = new ArrayDeque<>();

    private FramesAhead(DemoFrames frames) {
        this.frames = frames;
    }

    static FramesAhead of(DemoFrames frames) throws IOException {
        var ahead = new FramesAhead(frames);
        var bytes = 0L;
        while (ahead.ready.size() < frames.count() && bytes < MOST_BYTES) {
            var frame = frames.frame(ahead.ready.size());
            ahead.ready.add(frame);
            bytes += frame.bytes().length;
        }
        return ahead;
    }

    /** The frame of this number; to be asked for in order, each once. */
    DemoFrame next(int number) throws IOException {
        var frame = ready.pollFirst();
        return frame == null ? frames.frame(number) : frame;
    }

    int size() {
        return ready.size();
    }
}
