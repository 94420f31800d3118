package io.sightline.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How a version went live in a run.
 *
 * @param act what was done for it, such as "drop-in"
 * @param formerFrames frames that the version before has inferred
 * @param nextFrames frames that it has inferred itself
 * @param failed frames without an inference
 * @param untilAnswer from the act until its first detections were there; empty when it did not serve in time
 * @param before time in microseconds that detection spent on all but one of a hundred frames before the act
 * @param around the same from the act until {@value #AFTERMATH_SECONDS} s after its first detections
 */
public record GoneLive(
        Release former,
        Release next,
        String act,
        int formerFrames,
        int nextFrames,
        int failed,
        Optional<Duration> untilAnswer,
        long before,
        long around) {
    private static final int AFTERMATH_SECONDS = 2;

    /**
     * Adds up a run.
     *
     * @param warmUp frames that are too early to tell what is usual
     * @param begun when the act was done
     */
    static GoneLive of(
            Launch launch, Instant begun, List<SentFrame> sent, Map<RecordPlace, Outcome> outcomes, int warmUp) {
        var untilAnswer = answers(sent, outcomes)
                .filter(answer -> answer.version().equals(launch.next().version()))
                .map(Answer::completedAt)
                .filter(begun::isBefore)
                .min(Instant::compareTo)
                .map(first -> Duration.between(begun, first));
        var end = begun.plus(untilAnswer.orElse(Duration.ZERO)).plusSeconds(AFTERMATH_SECONDS);
        return new GoneLive(
                launch.former(),
                launch.next(),
                launch.act(),
                frames(launch.former(), sent, outcomes),
                frames(launch.next(), sent, outcomes),
                sent.size() - (int) answers(sent, outcomes).count(),
                untilAnswer,
                slowest(sent.stream().filter(frame -> frame.number() >= warmUp), outcomes, begun::isAfter),
                slowest(sent.stream(), outcomes, time -> !time.isBefore(begun) && time.isBefore(end)));
    }

    /** For people, as lines of a summary. */
    List<String> lines() {
        return List.of(
                "a version goes live     %s did %d frames, %s did %d, %s failed"
                        .formatted(former, formerFrames, next, nextFrames, failed == 0 ? "none" : failed),
                "cost of the swap        "
                        + untilAnswer
                                .map(this::cost)
                                .orElse("unknown: the frames had ended before version " + next.version() + " served"));
    }

    private String cost(Duration took) {
        return String.format(
                Locale.ROOT,
                "%.1f s from the %s to the first answer by version %s; p99 of a detection %s around it, %s before",
                took.toMillis() / 1e3,
                act,
                next.version(),
                millis(around),
                millis(before));
    }

    private static String millis(long micros) {
        return Math.round(micros / 1e3) + " ms";
    }

    private static int frames(Release release, List<SentFrame> sent, Map<RecordPlace, Outcome> outcomes) {
        return (int) answers(sent, outcomes)
                .filter(answer -> answer.version().equals(release.version()))
                .count();
    }

    private static Stream<Answer> answers(List<SentFrame> sent, Map<RecordPlace, Outcome> outcomes) {
        return sent.stream().flatMap(frame -> outcome(frame, outcomes).answer().stream());
    }

    private static long slowest(Stream<SentFrame> frames, Map<RecordPlace, Outcome> outcomes, Predicate<Instant> when) {
        var micros = frames.map(frame -> outcome(frame, outcomes))
                .filter(outcome ->
                        outcome.answer().map(Answer::completedAt).filter(when).isPresent())
                .mapToLong(outcome -> outcome.times().total())
                .sorted()
                .toArray();
        return micros.length == 0
                ? 0
                : Arrays.stream(micros)
                        .skip((long) Math.ceil(micros.length * 0.99) - 1)
                        .findFirst()
                        .orElseThrow();
    }

    private static Outcome outcome(SentFrame frame, Map<RecordPlace, Outcome> outcomes) {
        return outcomes.getOrDefault(frame.place(), Outcome.NONE);
    }
}
