package io.sightline.demo;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * What one run yielded.
 *
 * @param detections by source
 * @param accuracy against the known truth of the inferred frames; empty when nobody knows it
 * @param warmUp frames that were sent before the clock started
 * @param duration from the first send after those until the last row was seen
 * @param times of all inferences after those together
 * @param inferred number of these inferences
 * @param cores processors of this machine
 * @param goneLive how a version went live in the middle, if one did
 */
public record DemoReport(
        Account account,
        Map<String, Integer> detections,
        Optional<Accuracy> accuracy,
        int warmUp,
        Duration duration,
        StageTimes times,
        int inferred,
        int cores,
        Optional<GoneLive> goneLive) {
    public DemoReport {
        detections = Collections.unmodifiableMap(new LinkedHashMap<>(detections));
    }

    /**
     * Adds up a run.
     *
     * @param truths known boxes by number of the frame; frames that are not in it have no known truth
     */
    static DemoReport of(
            List<SentFrame> sent,
            Map<RecordPlace, Outcome> outcomes,
            Truths truths,
            int warmUp,
            Duration duration,
            Optional<GoneLive> goneLive) {
        var detections = new TreeMap<String, Integer>();
        var accuracy = Accuracy.NOTHING;
        var times = StageTimes.NONE;
        var measured = 0;
        for (var frame : sent) {
            var outcome = outcomes.getOrDefault(frame.place(), Outcome.NONE);
            detections.merge(frame.sourceId(), outcome.detections().size(), Integer::sum);
            if (frame.number() >= warmUp) {
                times = times.plus(outcome.times());
                measured += outcome.inferred() ? 1 : 0;
            }
            if (outcome.inferred()) {
                accuracy = accuracy.plus(truths.accuracy(frame.number(), outcome.detections()));
            }
        }
        return new DemoReport(
                Account.of(sent, outcomes),
                detections,
                truths.known() ? Optional.of(accuracy) : Optional.empty(),
                warmUp,
                duration,
                times,
                measured,
                Runtime.getRuntime().availableProcessors(),
                goneLive);
    }

    /** Frames per second of a machine that does nothing but decode and infer, as these frames took it on average. */
    public OptionalDouble limit() {
        return times.decodeAndInfer() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(cores * 1e6 * inferred / times.decodeAndInfer());
    }

    /** Settled frames per second, without those of the warm-up. */
    public double framesPerSecond() {
        var settled = Math.max(0, account.sent() - account.gaps().size() - warmUp);
        return duration.isZero() ? 0 : settled / (duration.toNanos() / 1e9);
    }
}
