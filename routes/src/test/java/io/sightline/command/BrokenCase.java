package io.sightline.command;

import io.sightline.integration.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the corpus with a mistake in it, or a folder of files of which one has it. What is to be found stands in
 * the file's first lines, {@code # expect: LINE:COLUMN words}, or in a file beside it when it cannot have such a line.
 */
record BrokenCase(Path path) {
    static final Path FOLDER = Path.of("src/test/resources/corpus/broken");
    private static final String BESIDE = ".expect";
    private static final Pattern EXPECTED = Pattern.compile("(?:(?:#|//) expect: )?(\\d+):(\\d+) (.+)");

    static Stream<BrokenCase> all() throws IOException {
        try (var children = Files.list(FOLDER)) {
            return children
                    .filter(child -> !child.toString().endsWith(BESIDE))
                    .sorted()
                    .map(BrokenCase::new)
                    .toList()
                    .stream();
        }
    }

    List<SourceFile> files() throws IOException {
        var files = new ArrayList<SourceFile>();
        for (var file : paths()) {
            files.add(SourceFile.read(file));
        }
        return files;
    }

    List<Expectation> expectations() throws IOException {
        var all = new ArrayList<Expectation>();
        for (var file : paths()) {
            var beside = Path.of(file + BESIDE);
            var lines = Files.exists(beside)
                    ? Files.readAllLines(beside)
                    : Files.readString(file, StandardCharsets.UTF_8)
                            .lines()
                            .takeWhile(line -> line.contains(" expect: "))
                            .toList();
            for (var line : lines) {
                var matcher = EXPECTED.matcher(line);
                if (!matcher.matches()) {
                    throw new IllegalStateException(file + " has an unreadable expectation: " + line);
                }
                all.add(new Expectation(
                        file.toString(),
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3)));
            }
        }
        return all;
    }

    private List<Path> paths() {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (var children = Files.list(path)) {
            return children.filter(child -> !child.toString().endsWith(BESIDE))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }

    /** A finding that must be there, with some of its words. */
    record Expectation(String file, int line, int column, String words) {}
}
