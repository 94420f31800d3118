package io.sightline.integration;

import io.sightline.failure.Quotation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects what is found in one file. */
final class Findings {
    private static final int LONGEST_LINE = 1_000;
    private static final int MOST_LINES = 1_000;

    private final String file;
    private final Set<Diagnostic> found = new LinkedHashSet<>();

    Findings(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    void error(Place place, String path, String message, String hint) {
        add(Severity.ERROR, place, path, message, hint);
    }

    void warning(Place place, String path, String message, String hint) {
        add(Severity.WARNING, place, path, message, hint);
    }

    /** Whatever is quoted in it, a finding is bounded and steers no terminal. */
    void add(Severity severity, Place place, String path, String message, String hint) {
        var lines = hint.lines().limit(MOST_LINES).map(Findings::harmless).collect(Collectors.joining("\n"));
        found.add(
                new Diagnostic(severity, file, place.line(), place.column(), harmless(path), harmless(message), lines));
    }

    private static String harmless(String line) {
        return line.isEmpty() ? "" : Quotation.of(line, LONGEST_LINE);
    }

    List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
