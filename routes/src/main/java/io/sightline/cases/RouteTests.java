package io.sightline.cases;

import io.sightline.integration.CaseFile;
import io.sightline.integration.CaseFiles;
import io.sightline.integration.CaseFiles.Reading;
import io.sightline.integration.Diagnostic;
import io.sightline.integration.RouteCase;
import io.sightline.integration.Severity;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import io.sightline.integration.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Runs files of tests. Test and routes are judged first, as {@code validate} does; the cases of what has no mistake run
 * at the same time, each in a context of its own.
 */
public final class RouteTests {
    private static final int MOST_AT_ONCE = 4;
    private static final String KAMELET = ".kamelet.yaml";

    private final Surroundings surroundings;
    private final Map<String, String> properties;
    private final Map<String, Supplier<Object>> beans;
    private final Duration start;

    /**
     * Starts nothing yet.
     *
     * @param properties of the runtime
     * @param beans those of the runtime that need no server, by name
     * @param start how long the routes of a case may take to start; more is a loop in a Java file
     */
    public RouteTests(
            Surroundings surroundings,
            Map<String, String> properties,
            Map<String, Supplier<Object>> beans,
            Duration start) {
        this.surroundings = surroundings;
        this.properties = properties;
        this.beans = beans;
        this.start = start;
    }

    /**
     * Runs the cases of some files.
     *
     * @param isMeant says by the file and the name of a case whether it is run
     * @return the files in their order, without those of which no case is meant
     */
    public List<FileResult> run(List<SourceFile> files, BiPredicate<String, String> isMeant)
            throws IOException, InterruptedException {
        var pool = Executors.newFixedThreadPool(
                Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors()), RouteTests::thread);
        try {
            var running = new ArrayList<Running>();
            var readings = readings(files);
            var validator = new Validator(surroundings
                    .withProperties(properties(readings.values()))
                    .withMoreBeans(standIns(readings.values())));
            for (var entry : readings.entrySet()) {
                var name = entry.getKey().name();
                var file = entry.getValue().file();
                var meant = file == null
                        ? List.<RouteCase>of()
                        : file.cases().stream()
                                .filter(one -> isMeant.test(name, one.name()))
                                .toList();
                if (file == null) {
                    // Its cases are not known, so that its own name counts.
                    if (isMeant.test(name, "")) {
                        running.add(new Running(name, entry.getValue().findings(), List.of()));
                    }
                } else if (!meant.isEmpty()) {
                    var mistakes = mistakes(file, validator);
                    running.add(new Running(name, mistakes, mistakes.isEmpty() ? begin(file, meant, pool) : List.of()));
                }
            }
            var results = new ArrayList<FileResult>();
            for (var one : running) {
                results.add(one.result());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private Map<SourceFile, Reading> readings(List<SourceFile> files) {
        var readings = new LinkedHashMap<SourceFile, Reading>();
        files.forEach(file -> readings.put(file, CaseFiles.read(file, surroundings)));
        return readings;
    }

    private Set<String> properties(Iterable<Reading> readings) {
        var names = new HashSet<>(properties.keySet());
        for (var reading : readings) {
            if (reading.file() != null) {
                reading.file()
                        .cases()
                        .forEach(one -> names.addAll(one.properties().keySet()));
            }
        }
        return names;
    }

    /** What a case stands in for need not be there; of some it names one method. */
    private static Set<String> standIns(Iterable<Reading> readings) {
        var names = new HashSet<String>();
        for (var reading : readings) {
            if (reading.file() != null) {
                reading.file()
                        .cases()
                        .forEach(one -> one.beans().keySet().forEach(name -> {
                            names.add(name);
                            names.add(name.replaceFirst("\\.[^.]*$", ""));
                        }));
            }
        }
        return names;
    }

    /** Errors in the routes, and in the Kamelets beside them that they name. */
    private static List<Diagnostic> mistakes(CaseFile file, Validator validator) throws IOException {
        var names = new LinkedHashSet<String>(List.of(file.route()));
        file.cases().forEach(one -> names.addAll(one.with()));
        var sources = new ArrayList<SourceFile>();
        for (var name : names) {
            sources.add(SourceFile.read(Path.of(name)));
        }
        addKamelets(Path.of(file.route()), sources);
        return validator.validate(sources).stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    /** Those that are named by what is there already, or by each other. */
    private static void addKamelets(Path route, List<SourceFile> sources) throws IOException {
        var folder = route.toAbsolutePath().getParent();
        if (folder == null) {
            return;
        }
        var names = new TreeSet<String>();
        try (var beside = Files.list(folder)) {
            beside.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.endsWith(KAMELET))
                    .forEach(names::add);
        }
        for (int index = 0; index < sources.size(); index++) {
            var text = new String(sources.get(index).content(), StandardCharsets.UTF_8);
            for (var name : List.copyOf(names)) {
                if (text.contains(name.substring(0, name.length() - KAMELET.length()))) {
                    names.remove(name);
                    sources.add(SourceFile.read(route.resolveSibling(name)));
                }
            }
        }
    }

    private List<Future<CaseResult>> begin(CaseFile file, List<RouteCase> meant, ExecutorService pool)
            throws IOException {
        var configurations = RouteLoading.besides(Path.of(file.route()), surroundings.builtIn());
        var results = new ArrayList<Future<CaseResult>>();
        for (var one : meant) {
            var run = new CaseRun(file, one, properties, beans, configurations, start);
            results.add(pool.submit(run::run));
        }
        return results;
    }

    private static Thread thread(Runnable work) {
        var thread = new Thread(work, "sightline-test");
        thread.setDaemon(true);
        return thread;
    }

    /** A file whose cases run. */
    private record Running(String file, List<Diagnostic> findings, List<Future<CaseResult>> cases) {
        FileResult result() throws InterruptedException {
            var results = new ArrayList<CaseResult>();
            for (var one : cases) {
                try {
                    results.add(one.get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
            return new FileResult(file, findings, results);
        }
    }
}
