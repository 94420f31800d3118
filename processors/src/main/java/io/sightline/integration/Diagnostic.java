package io.sightline.integration;

import java.util.Comparator;

/**
 * One thing that was found in a file.
 *
 * @param severity how much it weighs
 * @param file the file, as it was named
 * @param line counted from 1
 * @param column counted from 1
 * @param path where in the structure, such as {@code [0].route.from.uri}; empty for the file as a whole
 * @param message a sentence that names key, value and what was expected; never a secret
 * @param hint the way out, such as the name that was probably meant; empty when there is none
 */
public record Diagnostic(
        Severity severity, String file, int line, int column, String path, String message, String hint) {
    /** By file and place; at one place, what weighs more comes first. */
    static final Comparator<Diagnostic> ORDER = Comparator.comparing(Diagnostic::file)
            .thenComparingInt(Diagnostic::line)
            .thenComparingInt(Diagnostic::column)
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::message);

    /** One line as compilers write it; a hint of several lines follows below it. */
    @Override
    public String toString() {
        var text = file + ":" + line + ":" + column + ": " + severity + ": " + message;
        if (hint.isEmpty()) {
            return text;
        }
        return text + (hint.contains("\n") ? "\n" + hint.indent(4).stripTrailing() : "; " + hint);
    }
}
