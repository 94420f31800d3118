package io.sightline.command;

import io.sightline.cases.CaseResult;
import io.sightline.cases.FileResult;
import io.sightline.cases.Mismatch;
import io.sightline.failure.Quotation;
import java.io.PrintWriter;
import java.util.List;

/** What is said of tests, for people: a line for each case, and below it what was otherwise than expected. */
record TestReport(List<FileResult> files) {
    private static final int LONGEST = 1_000;

    void write(PrintWriter out) {
        for (var file : files) {
            out.println(file.file());
            file.findings().forEach(finding -> out.println("  " + finding));
            file.cases().forEach(result -> write(file, result, out));
        }
        out.println(summary());
        out.flush();
    }

    private static void write(FileResult file, CaseResult result, PrintWriter out) {
        out.println((result.passed() ? "  ok    " : "  FAIL  ") + Quotation.of(result.name(), LONGEST));
        for (var mismatch : result.mismatches()) {
            out.println("        " + line(file, mismatch));
            mismatch.details().forEach(detail -> out.println("            " + detail));
        }
        result.notes().forEach(note -> out.println("        note: " + note));
    }

    /** As compilers write it. */
    static String line(FileResult file, Mismatch mismatch) {
        return file.file() + ":" + mismatch.place().line() + ":"
                + mismatch.place().column() + ": " + mismatch.message();
    }

    private String summary() {
        var cases = files.stream().flatMap(file -> file.cases().stream()).toList();
        long passed = cases.stream().filter(CaseResult::passed).count();
        long wrong = files.stream().filter(file -> !file.findings().isEmpty()).count();
        return count(files.size(), "file") + ", " + count(cases.size(), "case") + ": " + passed + " passed, "
                + (cases.size() - passed) + " failed"
                + (wrong == 0 ? "" : ", " + count(wrong, "file") + " not run");
    }

    private static String count(long number, String word) {
        return number + " " + word + (number == 1 ? "" : "s");
    }
}
