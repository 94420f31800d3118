package io.sightline.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** A folder of Avro schemas that may refer to each other. */
record SchemaFolder(Path path) {
    static final SchemaFolder CURRENT = new SchemaFolder(Path.of("avro"));

    /** The kept former versions, oldest first. */
    static List<SchemaFolder> former() {
        try (var folders = Files.list(Path.of("history"))) {
            return folders.sorted(Comparator.comparingInt(SchemaFolder::number))
                    .map(SchemaFolder::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path folder) {
        return Integer.parseInt(folder.getFileName().toString());
    }

    /** Every named type by its full name. */
    Map<String, Schema> types() {
        // Files refer to each other in no particular order: this parser resolves names once it has seen them all.
        var parser = new SchemaParser();
        files().forEach(file -> parser.parse(text(file)));
        return parser.getParsedNamedSchemas().stream()
                .collect(Collectors.toMap(Schema::getFullName, type -> type, (one, same) -> one, TreeMap::new));
    }

    private List<Path> files() {
        try (var files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
