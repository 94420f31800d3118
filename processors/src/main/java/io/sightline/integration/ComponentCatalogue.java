package io.sightline.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What Camel has, by its catalogue, and which of it this runtime has, by its class path. */
final class ComponentCatalogue {
    private static final String CATALOGUE = "org/apache/camel/catalog/";
    private static final String SERVICES = "META-INF/services/org/apache/camel/";

    private final ClassLoader loader;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, Optional<Component>> components = new ConcurrentHashMap<>();

    ComponentCatalogue(ClassLoader loader) {
        this.loader = loader;
    }

    Optional<Component> component(String scheme) {
        return components.computeIfAbsent(scheme, this::read);
    }

    /** Names of all components of Camel. */
    List<String> names() {
        return lines("components.properties");
    }

    /**
     * Whether the class path has a part of Camel.
     *
     * @param kind component, language or dataformat
     */
    boolean isHere(String kind, String name) {
        return !name.isEmpty() && loader.getResource(SERVICES + kind + "/" + name) != null;
    }

    /** The library that a language comes in; empty when Camel has no such language. */
    Optional<String> languageArtifact(String name) {
        return artifact("languages", "language", name);
    }

    /** How functions of the language simple are written, by the name that each begins with. */
    Map<String, List<String>> simpleFunctions() {
        var forms = new TreeMap<String, List<String>>();
        json("languages/simple.json")
                .ifPresent(json -> json.path("functions")
                        .fieldNames()
                        .forEachRemaining(form -> forms.computeIfAbsent(
                                        form.replaceFirst("[^\\w-].*", ""), name -> new ArrayList<>())
                                .add(form)));
        return forms;
    }

    /** Names of the formats that a key of {@code marshal} may mean, since one key stands for several libraries. */
    List<String> formats(String key) {
        return lines("dataformats.properties").stream()
                .filter(name -> value("dataformats", "dataformat", name, "modelName")
                        .filter(key::equals)
                        .isPresent())
                .toList();
    }

    Optional<String> formatArtifact(String name) {
        return artifact("dataformats", "dataformat", name);
    }

    boolean hasResource(String path) {
        return loader.getResource(path.replaceFirst("^/+", "")) != null;
    }

    boolean hasClass(String name) {
        return loader.getResource(name.replace('.', '/') + ".class") != null;
    }

    private Optional<String> artifact(String folder, String kind, String name) {
        return value(folder, kind, name, "artifactId");
    }

    private Optional<String> value(String folder, String kind, String name, String field) {
        return json(folder + "/" + name + ".json")
                .map(json -> json.path(kind).path(field).asText());
    }

    private Optional<Component> read(String scheme) {
        return json("components/" + scheme + ".json").map(Component::of);
    }

    private Optional<JsonNode> json(String name) {
        try (var input = loader.getResourceAsStream(CATALOGUE + name)) {
            return input == null ? Optional.empty() : Optional.of(mapper.readTree(input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(String name) {
        try (var input = loader.getResourceAsStream(CATALOGUE + name)) {
            if (input == null) {
                return List.of();
            }
            return new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
