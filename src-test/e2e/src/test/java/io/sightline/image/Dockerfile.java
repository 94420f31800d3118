package io.sightline.image;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The repository's Dockerfile, as far as it can be understood without a container engine.
 *
 * @param instructions one a line, without comments
 */
record Dockerfile(List<String> instructions) {
    static Dockerfile read(Path file) throws IOException {
        return new Dockerfile(Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList());
    }

    /** Arguments of each instruction of a kind. */
    List<String> all(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1))
                .toList();
    }

    /** The default of the argument that names the base. */
    String base() {
        return all("ARG").get(0).replaceFirst("^BASE=", "");
    }

    /** As {@code NAME=value}. */
    List<String> variables() {
        return all("ENV").stream().map(variable -> variable.replace("\"", "")).toList();
    }

    /** As {@code name=value}, without what is said when the image is made. */
    List<String> labels() {
        return all("LABEL").stream()
                .map(label -> label.replace("\"", ""))
                .filter(label -> !label.contains("$"))
                .toList();
    }

    List<String> entryPoint() throws IOException {
        return List.of(new JsonMapper().readValue(all("ENTRYPOINT").get(0), String[].class));
    }

    /**
     * What is copied by each instruction, as paths within the image.
     *
     * @param context folder that sources are relative to
     */
    List<Set<String>> copies(Path context) throws IOException {
        List<Set<String>> copies = new ArrayList<>();
        for (var copy : all("COPY")) {
            copies.add(copied(context, List.of(copy.split(" "))));
        }
        return copies;
    }

    private static Set<String> copied(Path context, List<String> words) throws IOException {
        var target = words.get(words.size() - 1);
        var sources = words.stream().limit(words.size() - 1L).filter(word -> !word.startsWith("--"));
        var left = words.stream()
                .filter(word -> word.startsWith("--exclude="))
                .map(word -> word.substring("--exclude=".length()))
                .toList();
        Set<String> files = new TreeSet<>();
        for (var source : sources.toList()) {
            // A wildcard makes engines overlook what is to be left out.
            if (!left.isEmpty() && !source.endsWith("/")) {
                throw new IllegalArgumentException("leave files out of a folder: '" + source + "'");
            }
            var folder = context.resolve(source.substring(0, source.lastIndexOf('/')));
            var wanted = source.endsWith("/") ? "*" : source.substring(source.lastIndexOf('/') + 1);
            try (Stream<Path> candidates = Files.list(folder)) {
                candidates
                        .map(candidate -> candidate.getFileName().toString())
                        .filter(name -> matches(name, wanted))
                        .filter(name -> left.stream().noneMatch(pattern -> matches(name, pattern)))
                        .forEach(name -> files.add(target + name));
            }
        }
        return files;
    }

    private static boolean matches(String name, String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
    }
}
