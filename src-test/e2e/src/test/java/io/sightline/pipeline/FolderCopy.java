package io.sightline.pipeline;

import io.sightline.devstack.DevStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;

/** A copy of the folder of PostgreSQL's data, taken and put back while it is stopped. */
final class FolderCopy {
    private static final String SERVER = "postgresql";
    private static final String URL = "spring.datasource.url";

    private final DevStack stack;
    private final Path data;
    private final Path copy;

    FolderCopy(DevStack stack, Map<String, String> settings, Path copy) {
        this.stack = stack;
        this.copy = copy;
        this.data = Path.of(String.valueOf(owner(settings)
                .rows("select current_setting('data_directory') as data")
                .get(0)
                .get("data")));
    }

    /** An empty database takes the place of one. */
    static void makeAnew(Map<String, String> settings) {
        var name = String.valueOf(settings.get(URL)).replaceFirst("^.*/", "").replaceFirst("\\?.*", "");
        var owner = owner(settings);
        owner.change("drop database " + name + " with (force)");
        owner.change("create database " + name + " owner " + settings.get("spring.datasource.username"));
    }

    /** The owner of the server: nobody else is told where its data lie. */
    private static Database owner(Map<String, String> settings) {
        return new Database(Map.of(
                URL,
                String.valueOf(settings.get(URL)).replaceFirst("/[^/?]+\\?", "/postgres?"),
                "spring.datasource.username",
                "postgres",
                "spring.datasource.password",
                ""));
    }

    void take() {
        stack.stop(SERVER);
        replace(data, copy);
        stack.restart(SERVER);
    }

    void restore() {
        stack.stop(SERVER);
        replace(copy, data);
        stack.restart(SERVER);
    }

    private static void replace(Path from, Path to) {
        try {
            if (Files.exists(to)) {
                try (var files = Files.walk(to)) {
                    for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
            try (var files = Files.walk(from)) {
                for (var file : files.toList()) {
                    // With the rights, which PostgreSQL looks at.
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
