package io.sightline.benchmark;

import io.sightline.demo.DemoFrame;
import io.sightline.demo.DemoTarget;
import io.sightline.demo.FrameSender;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sends frames to Kafka at a rate until it is closed, one after the other, from the first again behind the last. */
final class FrameStream implements AutoCloseable {
    private final FrameSender sender;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    FrameStream(DemoTarget target, List<DemoFrame> frames, double perSecond) {
        this.sender = new FrameSender(target.brokers(), target.framesTopic());
        this.thread = new Thread(() -> send(frames, perSecond), "frames");
        thread.start();
    }

    private void send(List<DemoFrame> frames, double perSecond) {
        var start = System.nanoTime();
        try {
            for (long number = 0; ; number++) {
                var due = start + (long) (number * 1e9 / perSecond);
                if (over.await(Math.max(0, due - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                    return;
                }
                sender.send(
                        frames.get((int) (number % frames.size())),
                        Instant.now().truncatedTo(ChronoUnit.MICROS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the broker has acknowledged every frame. */
    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.close();
    }
}
