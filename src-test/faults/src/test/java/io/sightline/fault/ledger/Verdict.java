package io.sightline.fault.ledger;

import io.sightline.fault.ledger.Finding.Harm;
import java.util.List;
import java.util.stream.Stream;

/**
 * What became of everything that was sent.
 *
 * @param stored records with a frame and its serving inference
 * @param deadLettered records with open dead letters and no inference
 */
public record Verdict(long sent, long stored, long deadLettered, List<Finding> findings) {
    public Verdict {
        findings = List.copyOf(findings);
    }

    /** The same with what somebody else has found. */
    public Verdict with(List<Finding> more) {
        return new Verdict(
                sent,
                stored,
                deadLettered,
                Stream.concat(findings.stream(), more.stream()).toList());
    }

    public long lost() {
        return total(Harm.LOST);
    }

    public long doubled() {
        return total(Harm.DOUBLED);
    }

    public long wrong() {
        return total(Harm.WRONG);
    }

    private long total(Harm harm) {
        return findings.stream()
                .filter(finding -> finding.harm() == harm)
                .mapToLong(Finding::total)
                .sum();
    }
}
