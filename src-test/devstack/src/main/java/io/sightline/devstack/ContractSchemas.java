package io.sightline.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The Avro schemas of the contracts jar, with the references between them found in the schemas themselves. */
public final class ContractSchemas {
    private static final String FOLDER = "avro";
    private static final List<String> PLACES_OF_TYPES = List.of("type", "items", "values");

    private ContractSchemas() {}

    /** Every schema, each after those that it refers to. */
    public static List<ContractSchema> inOrderOfRegistration() {
        var texts = texts();
        Map<String, ContractSchema> schemas = new TreeMap<>();
        texts.forEach((name, text) -> schemas.put(name, schema(name, text, texts.keySet())));
        List<ContractSchema> ordered = new ArrayList<>();
        schemas.values().forEach(schema -> addAfterReferences(schema, schemas, ordered));
        return ordered;
    }

    private static void addAfterReferences(
            ContractSchema schema, Map<String, ContractSchema> all, List<ContractSchema> ordered) {
        if (ordered.contains(schema)) {
            return;
        }
        schema.references()
                .forEach(reference -> addAfterReferences(Objects.requireNonNull(all.get(reference)), all, ordered));
        ordered.add(schema);
    }

    private static ContractSchema schema(String name, String text, Set<String> known) {
        Set<String> references = new TreeSet<>();
        collect(tree(text), name.substring(0, name.lastIndexOf('.')), known, references);
        references.remove(name);
        return new ContractSchema(name, text, List.copyOf(references));
    }

    /** Walks every place where a type may stand: a name, a union, or a type with types inside. */
    private static void collect(JsonNode node, String namespace, Set<String> known, Set<String> references) {
        if (node.isTextual()) {
            var name = node.asText().contains(".") ? node.asText() : namespace + "." + node.asText();
            if (known.contains(name)) {
                references.add(name);
            }
            return;
        }
        if (node.isArray()) {
            node.forEach(type -> collect(type, namespace, known, references));
            return;
        }
        var inner = node.path("namespace").asText(namespace);
        PLACES_OF_TYPES.stream()
                .filter(node::has)
                .forEach(place -> collect(node.path(place), inner, known, references));
        node.path("fields").forEach(field -> collect(field, inner, known, references));
    }

    private static Map<String, String> texts() {
        try {
            var marker = ContractSchemas.class.getResource("/" + FOLDER + "/FrameReceived.avsc");
            return texts(Objects.requireNonNull(marker, "the contracts are not on the class path")
                    .toURI());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> texts(URI marker) throws IOException {
        if (!"jar".equals(marker.getScheme())) {
            return texts(Path.of(marker.resolve(".")));
        }
        var archive = Path.of(URI.create(marker.getSchemeSpecificPart().replaceFirst("!.*", "")));
        try (var files = FileSystems.newFileSystem(archive)) {
            return texts(files.getPath(FOLDER));
        }
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".avsc")).toList()) {
                var text = Files.readString(file);
                var schema = tree(text);
                texts.put(
                        schema.path("namespace").asText() + "."
                                + schema.path("name").asText(),
                        text);
            }
        }
        return texts;
    }

    private static JsonNode tree(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
