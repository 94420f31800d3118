package io.sightline.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Files of the module and of the repository, as the catalogue test reads them. */
final class RouteFiles {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path REPOSITORY = MODULE.resolve("..").normalize();

    private RouteFiles() {}

    static Stream<Path> routes() {
        return find(MODULE.resolve("camel"), ".camel.yaml");
    }

    /** Routes that integrators may start from. */
    static Stream<Path> examples() {
        return find(MODULE.resolve("examples"), ".camel.yaml");
    }

    static JsonNode yaml(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of all properties in application.yaml. */
    static Set<String> properties() {
        var names = new TreeSet<String>();
        collect("", applicationYaml(), names);
        return names;
    }

    /** Path of an operation of a contract, without what the client fills in; empty when there is no such operation. */
    static Optional<String> pathOf(String operationId) {
        return find(REPOSITORY.resolve("schemas/openapi"), ".yaml")
                .map(RouteFiles::yaml)
                .flatMap(contract -> contract.path("paths").properties().stream()
                        .filter(path ->
                                path.getValue().findValuesAsText("operationId").contains(operationId))
                        .map(path -> base(contract) + path.getKey()))
                .map(path -> path.replaceFirst(".*}(?=.)", "").replaceFirst("\\{.*", ""))
                .findFirst();
    }

    private static String base(JsonNode contract) {
        return contract.path("servers").path(0).path("url").asText().replaceFirst("/$", "");
    }

    static JsonNode applicationYaml() {
        return yaml(MODULE.resolve("application.yaml"));
    }

    /** Every text in the document, keys excepted. */
    static Stream<String> texts(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.asText())
                : StreamSupport.stream(node.spliterator(), false).flatMap(RouteFiles::texts);
    }

    /** The text of every test in the repository but the catalogue's own. */
    static List<String> tests() {
        return find(REPOSITORY, ".java")
                .filter(file -> file.toString().contains("/src/test/java/"))
                .filter(file -> !file.endsWith("CatalogueTest.java"))
                .map(RouteFiles::text)
                .toList();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> find(Path folder, String ending) {
        try (var files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(ending))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(String prefix, JsonNode node, Set<String> names) {
        if (!node.isObject()) {
            names.add(prefix);
            return;
        }
        node.properties()
                .forEach(field -> collect(
                        prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey(), field.getValue(), names));
    }
}
