package io.sightline.integration;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is found in one file. */
final class Findings {
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

    void add(Severity severity, Place place, String path, String message, String hint) {
        found.add(new Diagnostic(severity, file, place.line(), place.column(), path, message, hint));
    }

    boolean hasErrors() {
        return found.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
    }

    List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
