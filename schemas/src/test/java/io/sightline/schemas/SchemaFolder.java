package io.sightline.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** A folder of Avro schemas that may refer to each other. */
record SchemaFolder(Path path) {
    static final SchemaFolder CURRENT = new SchemaFolder(Path.of("avro"));

    /** The kept former versions, oldest first. */
    static List<SchemaFolder> former() {
        try (var folders = Files.list(Path.of("history"))) {
            return folders.sorted().map(SchemaFolder::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every named type by its full name. A file is tried again as long as another one helps it. */
    Map<String, Schema> types() {
        var parser = new Schema.Parser();
        var open = new ArrayList<>(files());
        while (!open.isEmpty()) {
            int before = open.size();
            open.removeIf(file -> parses(parser, file));
            if (open.size() == before) {
                throw new IllegalStateException("these schemas refer to something unknown: " + open);
            }
        }
        return new TreeMap<>(parser.getTypes());
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

    private static boolean parses(Schema.Parser parser, Path file) {
        try {
            parser.parse(Files.readString(file));
            return true;
        } catch (SchemaParseException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
