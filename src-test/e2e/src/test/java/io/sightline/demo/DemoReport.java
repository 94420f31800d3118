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
 * @param duration from the first send until the last row was seen
 * @param times of all inferences together
 * @param cores processors of this machine
 */
public record DemoReport(
        Account account,
        Map<String, Integer> detections,
        Optional<Accuracy> accuracy,
        Duration duration,
        StageTimes times,
        int cores) {
    public DemoReport {
        detections = Collections.unmodifiableMap(new LinkedHashMap<>(detections));
    }

    /**
     * Adds up a run.
     *
     * @param truths known boxes by number of the frame; frames that are not in it have no known truth
     */
    static DemoReport of(List<SentFrame> sent, Map<RecordPlace, Outcome> outcomes, Truths truths, Duration duration) {
        var detections = new TreeMap<String, Integer>();
        var accuracy = Accuracy.NOTHING;
        var times = StageTimes.NONE;
        for (var frame : sent) {
            var outcome = outcomes.getOrDefault(frame.place(), Outcome.NONE);
            detections.merge(frame.sourceId(), outcome.detections().size(), Integer::sum);
            times = times.plus(outcome.times());
            if (outcome.inferred()) {
                accuracy = accuracy.plus(truths.accuracy(frame.number(), outcome.detections()));
            }
        }
        return new DemoReport(
                Account.of(sent, outcomes),
                detections,
                truths.known() ? Optional.of(accuracy) : Optional.empty(),
                duration,
                times,
                Runtime.getRuntime().availableProcessors());
    }

    /** Frames per second of a machine that does nothing but decode and infer, as these frames took it on average. */
    public OptionalDouble limit() {
        return times.decodeAndInfer() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(cores * 1e6 * account.inferred() / times.decodeAndInfer());
    }

    /** Settled frames per second of the whole run. */
    public double framesPerSecond() {
        var settled = account.sent() - account.gaps().size();
        return duration.isZero() ? 0 : settled / (duration.toNanos() / 1e9);
    }
}
