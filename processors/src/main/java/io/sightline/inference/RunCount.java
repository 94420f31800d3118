package io.sightline.inference;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Counts the detections of a version since it serves, for some nanoseconds each. */
final class RunCount {
    private static final int KEPT = 1024;
    private static final double PERCENTILE = 0.95;
    private static final Set<FailureCode> FAULTS =
            Set.of(FailureCode.OUTPUT_NOT_FINITE, FailureCode.OUTPUT_OUT_OF_RANGE, FailureCode.UNEXPECTED_FAILURE);

    private final LongAdder runs = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final AtomicInteger timed = new AtomicInteger();
    private final AtomicIntegerArray micros = new AtomicIntegerArray(KEPT);

    /** Does a detection, and counts it unless it fails by the fault of somebody else: picture, client, machine. */
    Inference count(Supplier<Inference> detection) {
        try {
            var inference = detection.get();
            time(inference.infer().plus(inference.post()));
            runs.increment();
            return inference;
        } catch (RuntimeException e) {
            if (!(e instanceof Failure failure) || FAULTS.contains(failure.code())) {
                failures.increment();
                runs.increment();
            }
            throw e;
        }
    }

    private void time(Duration run) {
        var place = timed.getAndUpdate(last -> last == 2 * KEPT - 1 ? KEPT : last + 1);
        micros.setRelease(place % KEPT, (int) Math.min(Integer.MAX_VALUE, run.toNanos() / 1000));
    }

    long runs() {
        return runs.sum();
    }

    long failures() {
        return failures.sum();
    }

    /**
     * Microseconds in which 95 of 100 of the last thousand runs were done, from the tensor to the detections; empty
     * before the first one.
     */
    OptionalLong percentile() {
        var last = new int[Math.min(KEPT, timed.get())];
        if (last.length == 0) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < last.length; i++) {
            last[i] = micros.getAcquire(i);
        }
        Arrays.sort(last);
        return OptionalLong.of(last[(int) Math.ceil(PERCENTILE * last.length) - 1]);
    }
}
