package io.sightline.command;

import io.sightline.doctor.Outcome;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Unmatched;

/** {@code doctor}: says what is wrong with what the runtime needs, and what to do. */
@Command(
        name = DoctorCommand.NAME,
        description =
                "Checks every server, setting and precondition of the runtime, and changes nothing but what is told below.",
        footer = {
            "",
            "It reads the properties that the runtime reads, from the environment too, and asks for what the stages of",
            "sightline.stages need. One line each: OK, SKIPPED, WARN or FAIL, the name of the check, what was found, and",
            "behind an arrow the way out. Exit status: 0 nothing failed, 1 something failed, 2 called wrongly.",
            "",
            "Two exceptions: to see whether the object store honours If-None-Match, it puts a small picture of the bucket",
            "once more under its own key. A store that ignores the header writes that object anew with the same bytes,",
            "which in a bucket with versioning is one version more. And a trial file is for a moment in the folder of the",
            "cache, or in what would hold it."
        })
final class DoctorCommand implements Callable<Integer> {
    static final String NAME = "doctor";
    private static final int FOUND = 1;
    private static final int WRONGLY_CALLED = 2;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Examinations examinations;

    @Option(names = "--json", description = "Writes an array of objects: check, outcome, found, wayOut.")
    private boolean json;

    @Unmatched
    private List<String> properties = new ArrayList<>();

    DoctorCommand(PrintWriter out, PrintWriter err, Examinations examinations) {
        this.out = out;
        this.err = err;
        this.examinations = examinations;
    }

    @Override
    public Integer call() throws InterruptedException {
        var wrong = PropertyArguments.firstWrong(properties);
        if (wrong.isPresent()) {
            err.println(wrong.get());
            return WRONGLY_CALLED;
        }
        var findings = examinations.run(properties.toArray(String[]::new));
        new DoctorReport(findings).write(json, out);
        return findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FAIL) ? FOUND : 0;
    }
}
