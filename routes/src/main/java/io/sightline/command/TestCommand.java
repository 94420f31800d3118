package io.sightline.command;

import io.sightline.cases.FileResult;
import io.sightline.cases.RouteTests;
import io.sightline.integration.CaseFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code test PATH...}: runs the tests that stand beside routes. */
@Command(
        name = "test",
        description = "Runs tests of routes, NAME.test.yaml beside NAME.camel.yaml, without any server.",
        footer = {
            "",
            "Properties are those of the runtime's application.yaml, of --property and of the case; the environment does",
            "not count. Exit status: 0 all passed, 1 some failed or are wrong, 2 called wrongly or no tests found."
        })
final class TestCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int WRONGLY_CALLED = 2;
    private static final Duration START = Duration.ofSeconds(60);

    private final PrintWriter out;
    private final PrintWriter err;
    private final RuntimeBeans beans;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "A test, a route with a test beside it, or a folder with all below it.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text (default), json: an array of files, or junit: XML for CI servers.")
    private Format format = Format.text;

    @Option(
            names = "--filter",
            paramLabel = "TEXT",
            description = "Runs the cases alone that have this text in their name or in that of their file.")
    private String filter = "";

    @Option(
            names = "--property",
            paramLabel = "NAME=VALUE",
            description = "Sets a property for all cases; may be repeated.")
    private Map<String, String> properties = new LinkedHashMap<>();

    TestCommand(PrintWriter out, PrintWriter err, RuntimeBeans beans) {
        this.out = out;
        this.err = err;
        this.beans = beans;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (var path : paths) {
            if (!Files.isReadable(path)) {
                return wrong("there is no file or folder '" + path + "' that can be read");
            }
            if (CaseFiles.find(List.of(path)).isEmpty()) {
                return wrong("no tests in '" + path + "'; the test of orders.camel.yaml is orders.test.yaml beside it");
            }
        }
        var files = CaseFiles.find(paths);
        var loader = getClass().getClassLoader();
        var set = new LinkedHashMap<>(RuntimeDefaults.of(loader));
        set.putAll(properties);
        var known = RuntimeSurroundings.of(loader, properties.keySet(), Set.of());
        // A file that is tested may have the id of any built-in route: here it replaces none.
        var surroundings = beans.in(known.withBuiltIn(known.builtIn(), Set.of()), List.of());
        var results = new RouteTests(surroundings, set, beans.serverless(), START).run(files, this::isMeant);
        if (results.isEmpty()) {
            return wrong("no case has '" + filter + "' in its name or in that of its file");
        }
        format.write(results, out);
        return results.stream().allMatch(FileResult::passed) ? 0 : FAILED;
    }

    private boolean isMeant(String file, String name) {
        var part = filter.toLowerCase(Locale.ROOT);
        return file.toLowerCase(Locale.ROOT).contains(part)
                || name.toLowerCase(Locale.ROOT).contains(part);
    }

    private int wrong(String message) {
        err.println(message);
        return WRONGLY_CALLED;
    }

    /** How results are written; the names are what users write. */
    enum Format {
        text {
            @Override
            void write(List<FileResult> results, PrintWriter out) {
                new TestReport(results).write(out);
            }
        },
        json {
            @Override
            void write(List<FileResult> results, PrintWriter out) {
                TestReportAsJson.write(results, out);
            }
        },
        junit {
            @Override
            void write(List<FileResult> results, PrintWriter out) {
                TestReportAsXml.write(results, out);
            }
        };

        abstract void write(List<FileResult> results, PrintWriter out);
    }
}
