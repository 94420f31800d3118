package io.sightline.demo;

import java.util.List;
import java.util.Map;

/**
 * The account of one run: what was sent against what the database holds about it.
 *
 * @param sent acknowledged frames
 * @param received frames that left a trace in the database
 * @param inferred frames with an inference
 * @param deadLettered frames with a dead letter
 * @param gaps frames with neither
 * @param doubles frames with more than one row where one belongs, or with an inference and a dead letter
 */
public record Account(
        int sent, int received, int inferred, int deadLettered, List<SentFrame> gaps, List<SentFrame> doubles) {
    public Account {
        gaps = List.copyOf(gaps);
        doubles = List.copyOf(doubles);
    }

    public static Account of(List<SentFrame> sent, Map<RecordPlace, Outcome> outcomes) {
        var fates = sent.stream().map(frame -> fate(frame, outcomes)).toList();
        return new Account(
                sent.size(),
                (int) fates.stream().filter(Outcome::received).count(),
                (int) fates.stream().filter(Outcome::inferred).count(),
                (int) fates.stream().filter(Outcome::deadLettered).count(),
                sent.stream().filter(frame -> !fate(frame, outcomes).settled()).toList(),
                sent.stream().filter(frame -> fate(frame, outcomes).doubled()).toList());
    }

    /** Every frame has exactly one fate. */
    public boolean balances() {
        return gaps.isEmpty() && doubles.isEmpty() && received == sent && received == inferred + deadLettered;
    }

    private static Outcome fate(SentFrame frame, Map<RecordPlace, Outcome> outcomes) {
        return outcomes.getOrDefault(frame.place(), Outcome.NONE);
    }
}
