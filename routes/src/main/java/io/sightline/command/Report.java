package io.sightline.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.integration.Diagnostic;
import io.sightline.integration.Severity;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is said of files.
 *
 * @param files how many there are
 */
record Report(int files, List<Diagnostic> findings) {
    void write(ValidateCommand.Format format, PrintWriter out) {
        if (format == ValidateCommand.Format.json) {
            out.println(json());
        } else {
            findings.forEach(out::println);
            out.println(summary());
        }
        out.flush();
    }

    private String summary() {
        return count(files, "file") + ": " + count(Severity.ERROR, "error") + ", " + count(Severity.WARNING, "warning");
    }

    private String count(Severity severity, String word) {
        return count(
                findings.stream()
                        .filter(finding -> finding.severity() == severity)
                        .count(),
                word);
    }

    private static String count(long number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }

    private String json() {
        try {
            return new JsonMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(findings.stream().map(Report::object).toList());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys are a promise to those who read it by program. */
    static Map<String, Object> object(Diagnostic finding) {
        var object = new LinkedHashMap<String, Object>();
        object.put("severity", finding.severity().toString());
        object.put("file", finding.file());
        object.put("line", finding.line());
        object.put("column", finding.column());
        object.put("path", finding.path());
        object.put("message", finding.message());
        object.put("hint", finding.hint());
        return object;
    }
}
