package io.sightline.command;

import io.sightline.integration.CaseFiles;
import io.sightline.integration.Severity;
import io.sightline.integration.SourceFiles;
import io.sightline.integration.Validator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code validate PATH...}: judges routes, Kamelets and Pipes as the runtime does before it starts them. */
@Command(
        name = "validate",
        description = "Checks routes (YAML, Java), their tests, Kamelets and Pipes, and starts none of them.",
        footer = {
            "",
            "All files count as one set. Properties are those of the runtime's application.yaml, of the environment",
            "and of --property. Exit status: 0 no errors, 1 errors found, 2 called wrongly."
        })
final class ValidateCommand implements Callable<Integer> {
    private static final int FOUND = 1;
    private static final int WRONGLY_CALLED = 2;

    private final PrintWriter out;
    private final PrintWriter err;
    private final RuntimeBeans beans;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = {"A file, or a folder with all below it but hidden ones, target and node_modules."})
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json: an array of findings.")
    private Format format = Format.text;

    @Option(
            names = "--property",
            paramLabel = "NAME=VALUE",
            description = "A property that will be set where the files run; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = "--bean",
            paramLabel = "NAME",
            description = "A bean that will be there where the files run, of a library of yours; may be repeated.")
    private List<String> more = new ArrayList<>();

    @Option(
            names = "--replace",
            paramLabel = "ID",
            description = "A built-in route that guards something and may be replaced all the same; may be repeated.")
    private List<String> replaceable = new ArrayList<>();

    @Option(names = "--strict", description = "Warnings count as errors.")
    private boolean strict;

    ValidateCommand(PrintWriter out, PrintWriter err, RuntimeBeans beans) {
        this.out = out;
        this.err = err;
        this.beans = beans;
    }

    @Override
    public Integer call() throws IOException {
        for (var path : paths) {
            if (!Files.isReadable(path)) {
                return wrong("there is no file or folder '" + path + "' that can be read");
            }
        }
        var found = SourceFiles.search(paths);
        var files = new ArrayList<>(found.files());
        files.addAll(CaseFiles.find(paths.stream().filter(Files::isDirectory).toList()));
        if (!found.leftOut().isEmpty()) {
            err.println("left out, since tools make such folders: "
                    + found.leftOut().stream().map(Path::toString).collect(Collectors.joining(", "))
                    + "; name one as a PATH to have it judged");
            err.flush();
        }
        if (files.isEmpty()) {
            return wrong("no routes, Kamelets or Pipes in " + paths
                    + "; such files end with .camel.yaml, .kamelet.yaml, .pipe.yaml or .java");
        }
        var surroundings = RuntimeSurroundings.of(getClass().getClassLoader(), properties.keySet(), replaceable)
                .withValues(properties);
        var findings = new Validator(beans.in(surroundings, more)).validate(files);
        new Report(files.size(), findings).write(format, out);
        var worst = strict ? Severity.WARNING : Severity.ERROR;
        return findings.stream().anyMatch(finding -> finding.severity().compareTo(worst) <= 0) ? FOUND : 0;
    }

    private int wrong(String message) {
        err.println(message);
        return WRONGLY_CALLED;
    }

    /** How findings are written; the names are what users write. */
    enum Format {
        text,
        json
    }
}
