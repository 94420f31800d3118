package io.sightline.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.doctor.Finding;
import io.sightline.doctor.Outcome;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said of the surroundings of a runtime. */
record DoctorReport(List<Finding> findings) {
    void write(boolean asJson, PrintWriter out) {
        if (asJson) {
            out.println(json());
        } else {
            new FindingLines(findings).write(out);
            out.println(summary());
        }
        out.flush();
    }

    private String summary() {
        return findings.size() + " checks: "
                + Arrays.stream(Outcome.values())
                        .map(outcome -> findings.stream()
                                        .filter(finding -> finding.outcome() == outcome)
                                        .count() + " " + outcome)
                        .collect(Collectors.joining(", "));
    }

    private String json() {
        try {
            return new JsonMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(
                            findings.stream().map(DoctorReport::object).toList());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys are a promise to those who read it by program. */
    private static Map<String, Object> object(Finding finding) {
        var object = new LinkedHashMap<String, Object>();
        object.put("check", finding.check());
        object.put("outcome", finding.outcome().toString());
        object.put("found", finding.found());
        object.put("wayOut", finding.wayOut());
        return object;
    }
}
