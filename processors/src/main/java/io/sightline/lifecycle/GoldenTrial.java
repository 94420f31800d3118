package io.sightline.lifecycle;

import io.sightline.evaluation.GateVerdict;
import io.sightline.evaluation.GoldenGate;
import io.sightline.evaluation.GoldenPicture;
import io.sightline.evaluation.LatencyComparison;
import io.sightline.evaluation.MeanAveragePrecision;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Lets a candidate and the version that serves look at the golden pictures by turns, so that whatever slows the machine
 * slows both.
 *
 * @param goesOn asked before each picture
 */
record GoldenTrial(GoldenSets.Found golden, GoldenGate gate, BooleanSupplier goesOn) {
    /** Of one picture; it was accepted from somebody who may write into the store. */
    private static final int LONGEST_PICTURE = 64 << 20;

    /** What a run amounts to. */
    private interface Trial {
        GateVerdict run();
    }

    /**
     * The verdict on a candidate beside the version that serves.
     *
     * @throws TransientFailure FENCED when it is not wanted any more
     */
    GateVerdict compare(GoldenRun candidate, GoldenRun serving) {
        return verdict(candidate, () -> byTurns(candidate, serving));
    }

    /**
     * The same on one that there is nothing to compare with.
     *
     * @param why that is so
     */
    GateVerdict alone(GoldenRun candidate, String why) {
        return verdict(candidate, () -> measure(candidate, why));
    }

    private GateVerdict verdict(GoldenRun candidate, Trial trial) {
        try {
            golden.set().requireFit(candidate.labels());
            return trial.run();
        } catch (IllegalArgumentException e) {
            return GoldenGate.unfit(String.valueOf(e.getMessage()));
        }
    }

    private GateVerdict byTurns(GoldenRun candidate, GoldenRun serving) {
        var times = new ArrayList<Duration>();
        var timesOfServing = new ArrayList<Duration>();
        var first = true;
        do {
            lookByTurns(candidate, serving, first, times, timesOfServing);
            if (!candidate.findings().isEmpty()) {
                return GoldenGate.notFinite(candidate.findings());
            }
            if (times.isEmpty()) {
                throw new IllegalArgumentException(
                        "the version that serves gives no numbers on any of the golden pictures: "
                                + serving.findings().get(0));
            }
            first = false;
        } while (gate.needsMoreRuns(times, timesOfServing));
        return gate.judge(
                MeanAveragePrecision.of(golden.set(), candidate.labels(), candidate.detections()),
                precisionOf(serving),
                LatencyComparison.of(times, timesOfServing));
    }

    /**
     * A set that does not fit the version that serves has nothing to say of it; the next one may be the first that
     * fits.
     */
    private MeanAveragePrecision precisionOf(GoldenRun serving) {
        try {
            return MeanAveragePrecision.of(golden.set(), serving.labels(), serving.detections());
        } catch (IllegalArgumentException e) {
            return new MeanAveragePrecision(golden.set().sha256(), 0, List.of());
        }
    }

    private void lookByTurns(
            GoldenRun candidate,
            GoldenRun serving,
            boolean first,
            List<Duration> times,
            List<Duration> timesOfServing) {
        var candidateBegins = true;
        for (var picture : golden.set().pictures()) {
            requireWanted();
            var content = read(picture);
            Optional<Duration> one;
            Optional<Duration> other;
            if (candidateBegins) {
                one = candidate.look(picture, content, first);
                other = serving.look(picture, content, first);
            } else {
                other = serving.look(picture, content, first);
                one = candidate.look(picture, content, first);
            }
            if (one.isPresent() && other.isPresent()) {
                times.add(one.get());
                timesOfServing.add(other.get());
            }
            candidateBegins = !candidateBegins;
        }
    }

    private GateVerdict measure(GoldenRun candidate, String why) {
        for (var picture : golden.set().pictures()) {
            requireWanted();
            var unused = candidate.look(picture, read(picture), true);
        }
        if (!candidate.findings().isEmpty()) {
            return GoldenGate.notFinite(candidate.findings());
        }
        var precision = MeanAveragePrecision.of(golden.set(), candidate.labels(), candidate.detections());
        var verdict = GoldenGate.notGated(
                why + "; its mAP@0.5 on golden set " + golden.set().sha256() + " is " + precision.value());
        return new GateVerdict(
                verdict.outcome(), verdict.reason(), verdict.text(), Map.of("candidate.map50", precision.value()));
    }

    private byte[] read(GoldenPicture picture) {
        try {
            return golden.files().read(picture.fileName(), LONGEST_PICTURE);
        } catch (PermanentFailure e) {
            throw new IllegalArgumentException(
                    "the picture " + picture.fileName() + " (image " + picture.id() + "): " + e.getMessage(), e);
        }
    }

    private void requireWanted() {
        if (!goesOn.getAsBoolean()) {
            throw new TransientFailure(
                    FailureCode.FENCED,
                    "the golden pictures are looked at no further: this process ends, or another one decides now");
        }
    }
}
