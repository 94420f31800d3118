package io.sightline.command;

import io.sightline.doctor.Finding;
import java.io.PrintWriter;
import java.util.List;

/** Findings for people: a line each, with the way out behind an arrow. */
record FindingLines(List<Finding> findings) {
    void write(PrintWriter out) {
        int width = findings.stream()
                .mapToInt(finding -> finding.check().length())
                .max()
                .orElse(1);
        findings.forEach(finding -> out.println(line(finding, width)));
        out.flush();
    }

    private static String line(Finding finding, int width) {
        var line =
                String.format("%-7s  %-" + width + "s  %s", finding.outcome().name(), finding.check(), finding.found());
        return finding.wayOut().isEmpty() ? line : line + " -> " + finding.wayOut();
    }
}
