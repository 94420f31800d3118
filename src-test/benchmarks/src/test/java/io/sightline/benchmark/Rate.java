package io.sightline.benchmark;

import io.sightline.benchmark.load.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** How often per second some threads of this process can do something. */
final class Rate {
    private Rate() {}

    /** One piece of work. */
    interface Work {
        void once() throws Exception;
    }

    /** One thread per piece of work, each over and over; the parts of a piece that the window cuts off count too. */
    static double perSecond(List<? extends Work> works, Window window) throws InterruptedException, ExecutionException {
        var pool = Executors.newFixedThreadPool(works.size());
        try {
            var start = System.nanoTime() + window.leadIn().toNanos();
            var end = start + window.length().toNanos();
            var counts = new ArrayList<Future<Double>>();
            for (var work : works) {
                counts.add(pool.submit((Callable<Double>) () -> count(work, start, end)));
            }
            var sum = 0.0;
            for (var count : counts) {
                sum += count.get();
            }
            return sum / (window.length().toNanos() / 1e9);
        } finally {
            pool.shutdownNow();
        }
    }

    private static double count(Work work, long start, long end) throws Exception {
        var count = 0.0;
        for (var begun = System.nanoTime(); begun < end; ) {
            work.once();
            var done = System.nanoTime();
            var within = Math.min(done, end) - Math.max(begun, start);
            count += Math.max(0, within) / (double) (done - begun);
            begun = done;
        }
        return count;
    }
}
