package io.sightline.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** Which test shows each check of the doctor with something to complain about. */
final class FailingChecks {
    private static final Path LIST = Path.of("src", "test", "resources", "doctor", "failing-checks.txt");

    private FailingChecks() {}

    /** Tests as {@code Class#method}, by the names of checks. */
    static Map<String, String> read() {
        try (var lines = Files.lines(LIST)) {
            return lines.map(line -> line.split(" +"))
                    .collect(Collectors.toMap(columns -> columns[0], columns -> columns[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
