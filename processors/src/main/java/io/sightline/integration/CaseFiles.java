package io.sightline.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the files of tests that stand beside files of routes, and reads them. */
public final class CaseFiles {
    private static final Pattern TEST = Pattern.compile("(.+)\\.test\\.ya?ml");
    private static final Pattern ROUTE = Pattern.compile("(.+?)(\\.camel)?\\.(ya?ml|java)");
    private static final List<String> ROUTE_ENDS = List.of(".camel.yaml", ".yaml", ".java", ".camel.yml", ".yml");

    private CaseFiles() {}

    /** Whether a file holds tests, by its name. */
    public static boolean isOne(String name) {
        return TEST.matcher(name).matches();
    }

    /**
     * The files of tests: those that are named, those of the routes that are named, and all of folders that are. Hidden
     * ones are not, and neither is what tools have made.
     */
    public static List<SourceFile> find(Collection<Path> paths) throws IOException {
        var all = new TreeSet<Path>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                all.addAll(SourceFiles.withoutMade(path, CaseFiles::isOne).files());
            } else if (isOne(path.toString())) {
                all.add(path);
            } else {
                all.addAll(beside(path));
            }
        }
        var files = new ArrayList<SourceFile>();
        // One file may be named by several paths.
        var known = new HashSet<Path>();
        for (var path : all) {
            if (known.add(path.toAbsolutePath().normalize())) {
                files.add(SourceFile.read(path));
            }
        }
        return files;
    }

    private static List<Path> beside(Path route) {
        var name = ROUTE.matcher(String.valueOf(route.getFileName()));
        if (!name.matches()) {
            return List.of();
        }
        return List.of(".test.yaml", ".test.yml").stream()
                .map(end -> route.resolveSibling(name.group(1) + end))
                .filter(Files::isRegularFile)
                .toList();
    }

    /** Reads one; what it says is there only when nothing in it is wrong. */
    public static Reading read(SourceFile file, Surroundings surroundings) {
        var findings = new Findings(file.name());
        var read = new CaseFileReader(surroundings).read(file, findings);
        var all = findings.all().stream().sorted(Diagnostic.ORDER).toList();
        boolean isRight = all.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
        return new Reading(all, isRight ? read : null);
    }

    /** Names that the file of routes of a file of tests may have. */
    static List<String> routeNames(String test) {
        var name = TEST.matcher(test);
        return name.matches()
                ? ROUTE_ENDS.stream().map(end -> name.group(1) + end).toList()
                : List.of();
    }

    /** The file of routes beside a file of tests. */
    static Optional<String> route(String test) {
        return routeNames(test).stream()
                .filter(name -> Files.isRegularFile(Path.of(name)))
                .findFirst();
    }

    /**
     * What was read.
     *
     * @param file null when something in it is wrong
     */
    public record Reading(
            List<Diagnostic> findings, @Nullable CaseFile file) {}
}
