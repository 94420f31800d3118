package io.sightline.evaluation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a candidate may serve, by what it and the serving version found on the same golden pictures.
 *
 * @param margin how far the candidate's mAP@0.5 may lie below the serving version's, 0..1
 * @param latencyFactor how many times the serving version's 95th percentile of latency the candidate may take, above 0
 */
public record GoldenGate(double margin, double latencyFactor) {
    /** Decimal margins are no exact numbers: 0.8 - 0.1 is a little more than 0.7. */
    private static final double ROUNDING = 1e-9;

    public GoldenGate {
        if (!(margin >= 0 && margin <= 1)) {
            throw new IllegalArgumentException("margin must be within 0..1, was " + margin);
        }
        if (!(latencyFactor > 0 && Double.isFinite(latencyFactor))) {
            throw new IllegalArgumentException("latencyFactor must be above 0 and finite, was " + latencyFactor);
        }
    }

    /**
     * Whether the versions must look at the pictures once more before they are judged: there are too few runs, or the
     * candidate has been slow in so few that it may have been an accident, and a version is refused for good.
     *
     * @param candidate durations of the candidate's runs so far
     * @param serving as many of the serving version
     */
    public boolean needsMoreRuns(List<Duration> candidate, List<Duration> serving) {
        return candidate.size() < LatencyComparison.MIN_SAMPLES
                || LatencyComparison.of(candidate, serving).mayBeAnAccident(latencyFactor);
    }

    /**
     * The verdict on two versions that were measured in one run.
     *
     * @throws IllegalArgumentException when they were measured on different golden sets
     */
    public GateVerdict judge(MeanAveragePrecision candidate, MeanAveragePrecision serving, LatencyComparison latency) {
        if (!candidate.goldenSet().equals(serving.goldenSet())) {
            throw new IllegalArgumentException(
                    "candidate and serving version must be measured on one golden set, were on " + candidate.goldenSet()
                            + " and " + serving.goldenSet());
        }
        if (candidate.value() == 0 && serving.value() == 0) {
            return failed(
                    GateReason.GOLDEN_SET_UNFIT,
                    "golden set " + candidate.goldenSet()
                            + ": neither the candidate nor the serving version finds any of"
                            + " its boxes, so it tells nothing of either; look whether its pictures, labels and boxes"
                            + " (x, y, width, height in pixels) are what the model is for",
                    metrics(candidate, serving, latency));
        }
        var precise = candidate.value() >= serving.value() - margin - ROUNDING;
        var quick = latency.isWithin(latencyFactor);
        var reasons = new ArrayList<GateReason>();
        if (!precise) {
            reasons.add(GateReason.MAP_BELOW_SERVING);
        }
        if (!quick) {
            reasons.add(GateReason.LATENCY_ABOVE_SERVING);
        }
        var text = String.format(
                Locale.ROOT,
                "golden set %s: mAP@0.5 of the candidate %.6f, of the serving version %.6f, %s the margin of %s; %s,"
                        + " %s the factor of %s",
                candidate.goldenSet(),
                candidate.value(),
                serving.value(),
                precise ? "within" : "below it by more than",
                margin,
                latency.text(),
                quick ? "within" : "above it by more than",
                latencyFactor);
        return new GateVerdict(
                reasons.isEmpty() ? GateVerdict.Outcome.PASSED : GateVerdict.Outcome.FAILED,
                reasons.stream().findFirst(),
                text,
                metrics(candidate, serving, latency));
    }

    /**
     * The verdict on a candidate whose output is not finite somewhere.
     *
     * @param findings what was seen, a text per golden picture; at least one
     */
    public static GateVerdict notFinite(Collection<String> findings) {
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("an output that is not finite must be named, nothing was");
        }
        return failed(
                GateReason.OUTPUT_NOT_FINITE,
                "the candidate's output is not finite on " + findings.size() + " golden pictures: "
                        + Names.shortened(findings),
                Map.of("candidate.not_finite", (double) findings.size()));
    }

    /**
     * The verdict on a candidate that could not be measured.
     *
     * @param why message of the {@link IllegalArgumentException} by which the set was refused
     */
    public static GateVerdict unfit(String why) {
        return failed(GateReason.GOLDEN_SET_UNFIT, why, Map.of());
    }

    /**
     * The verdict where nothing was measured.
     *
     * @param why such as that no golden set is configured
     */
    public static GateVerdict notGated(String why) {
        return new GateVerdict(GateVerdict.Outcome.NOT_GATED, Optional.empty(), "not gated: " + why, Map.of());
    }

    private static GateVerdict failed(GateReason reason, String text, Map<String, Double> metrics) {
        return new GateVerdict(GateVerdict.Outcome.FAILED, Optional.of(reason), text, metrics);
    }

    private Map<String, Double> metrics(
            MeanAveragePrecision candidate, MeanAveragePrecision serving, LatencyComparison latency) {
        return Map.of(
                "candidate.map50", candidate.value(),
                "serving.map50", serving.value(),
                "margin", margin,
                "candidate.p50_ms",
                        LatencyComparison.milliseconds(latency.candidate().p50()),
                "candidate.p95_ms",
                        LatencyComparison.milliseconds(latency.candidate().p95()),
                "serving.p50_ms",
                        LatencyComparison.milliseconds(latency.serving().p50()),
                "serving.p95_ms",
                        LatencyComparison.milliseconds(latency.serving().p95()),
                "latency_factor", latencyFactor,
                "latency_samples", (double) latency.samples());
    }
}
