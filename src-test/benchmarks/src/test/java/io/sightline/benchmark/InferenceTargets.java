package io.sightline.benchmark;

/** What is wanted of each cell, beside what it reached. */
final class InferenceTargets {
    private static final int MANY = 16;

    private InferenceTargets() {}

    static void ofDetector(Duel duel, Report report) {
        var cell = duel.cell();
        if (cell.clients() > 1) {
            report.target(Target.atLeast(
                    "rate by that of the loop: " + cell, duel.ratio(Duel.SIGHTLINE, Duel.LOOP, Outcome::rate), 0.97));
        }
        var peer = duel.bestPeer();
        var least = cell.clients() < MANY
                ? 1
                : cell.size().equals("1920x1080") ? 1.3 : cell.size().equals("4000x3000") ? 1.5 : 1;
        report.target(Target.atLeast(
                "rate by that of " + peer + ": " + cell, duel.ratio(Duel.SIGHTLINE, peer, Outcome::rate), least));
        slowest(duel, peer, report);
    }

    static void ofSmallModel(Duel duel, Report report) {
        var peer = duel.bestPeer();
        var cell = duel.cell();
        if (cell.size().equals("64x64")) {
            report.target(Target.atLeast(
                    "rate by that of " + peer + ": " + cell, duel.ratio(Duel.SIGHTLINE, peer, Outcome::rate), 3));
            slowest(duel, peer, report);
        } else {
            var onTop = duel.figure(Duel.SIGHTLINE, Outcome::cpu) - duel.figure(Duel.LOOP, Outcome::cpu);
            report.target(Target.atMost("CPU on top of the loop's, ms: 200 KB, " + cell, onTop, 1));
        }
    }

    private static void slowest(Duel duel, String peer, Report report) {
        if (duel.cell().clients() == MANY) {
            report.target(Target.atMost(
                    "p99 by that of " + peer + ": " + duel.cell(),
                    duel.ratio(Duel.SIGHTLINE, peer, Outcome::p99),
                    1 / 3.0));
        }
    }
}
