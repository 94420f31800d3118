package io.sightline.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.cases.CaseResult;
import io.sightline.cases.FileResult;
import io.sightline.cases.Mismatch;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said of tests, for programs; the keys are a promise to those. */
final class TestReportAsJson {
    private TestReportAsJson() {}

    static void write(List<FileResult> files, PrintWriter out) {
        try {
            out.println(new JsonMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(
                            files.stream().map(TestReportAsJson::file).toList()));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> file(FileResult file) {
        var object = new LinkedHashMap<String, Object>();
        object.put("file", file.file());
        object.put("findings", file.findings().stream().map(Report::object).toList());
        object.put("cases", file.cases().stream().map(TestReportAsJson::result).toList());
        return object;
    }

    private static Map<String, Object> result(CaseResult result) {
        var object = new LinkedHashMap<String, Object>();
        object.put("name", result.name());
        object.put("line", result.place().line());
        object.put("column", result.place().column());
        object.put("passed", result.passed());
        object.put("milliseconds", result.took().toMillis());
        object.put(
                "mismatches",
                result.mismatches().stream().map(TestReportAsJson::mismatch).toList());
        object.put("notes", result.notes());
        return object;
    }

    private static Map<String, Object> mismatch(Mismatch mismatch) {
        var object = new LinkedHashMap<String, Object>();
        object.put("line", mismatch.place().line());
        object.put("column", mismatch.place().column());
        object.put("message", mismatch.message());
        object.put("details", mismatch.details());
        return object;
    }
}
