package io.sightline.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** A report in words, for somebody who sees it for the first time. */
public record DemoSummary(DemoReport report) {
    private static final int NAMED_FRAMES = 10;

    /** What was found and how fast, then the account in the last lines. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("detections per source   " + detections());
        lines.add("against known truth     " + accuracy());
        lines.add("speed                   " + speed());
        lines.add("limit of this machine   " + limit());
        lines.add("time of a detection     " + times());
        report.goneLive().map(GoneLive::lines).ifPresent(lines::addAll);
        var account = report.account();
        lines.addAll(named("gap", "has neither an inference nor a dead letter", account.gaps()));
        lines.addAll(named("double", "has more rows than one frame may have", account.doubles()));
        lines.add("%d received, %d inferred, %d dead-lettered, %d gaps%s"
                .formatted(
                        account.received(),
                        account.inferred(),
                        account.deadLettered(),
                        account.gaps().size(),
                        account.doubles().isEmpty()
                                ? ""
                                : ", %d doubles".formatted(account.doubles().size())));
        lines.add(verdict(account));
        return lines;
    }

    private static String verdict(Account account) {
        return account.balances()
                ? "The account of this run balances: each of the %d frames sent has exactly one fate."
                        .formatted(account.sent())
                : "The account of this run does NOT balance: %d frames were sent.".formatted(account.sent());
    }

    private String detections() {
        return report.detections().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private String accuracy() {
        return report.accuracy()
                .map(known -> "precision %s, recall %s at IoU 0.5 (%d text lines known, %d found)"
                        .formatted(share(known.precision()), share(known.recall()), known.known(), known.found()))
                .orElse("none: nobody has told what is in these pictures");
    }

    private String speed() {
        return String.format(
                Locale.ROOT,
                "%.1f frames/s (%.1f s from the first send until the last row was seen%s)",
                report.framesPerSecond(),
                report.duration().toMillis() / 1e3,
                report.warmUp() == 0 ? "" : ", after %d frames to warm up".formatted(report.warmUp()));
    }

    private String limit() {
        var limit = report.limit();
        return limit.isEmpty()
                ? "nothing was inferred"
                : String.format(
                        Locale.ROOT,
                        "%.1f frames/s: %d cores / (decode + infer); this run reached %.2f of it",
                        limit.getAsDouble(),
                        report.cores(),
                        report.framesPerSecond() / limit.getAsDouble());
    }

    private String times() {
        var times = report.times();
        if (times.total() == 0) {
            return "nothing was inferred";
        }
        return "fetch %s, decode %s, infer %s, post %s"
                .formatted(
                        percent(times.fetch(), times.total()),
                        percent(times.decode(), times.total()),
                        percent(times.infer(), times.total()),
                        percent(times.post(), times.total()));
    }

    private static List<String> named(String what, String meaning, List<SentFrame> frames) {
        var lines = new ArrayList<String>();
        frames.stream()
                .limit(NAMED_FRAMES)
                .map(frame -> "%s: %s (%s) %s".formatted(what, frame.name(), frame.place(), meaning))
                .forEach(lines::add);
        if (frames.size() > NAMED_FRAMES) {
            lines.add("%s: and %d more".formatted(what, frames.size() - NAMED_FRAMES));
        }
        return lines;
    }

    private static String share(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%.3f", share.getAsDouble()) : "unknown";
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }
}
