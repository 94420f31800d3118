package io.sightline.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as Helm renders it, inside of this process. */
final class Chart {
    static final Path FOLDER = Path.of("..", "..", "helm").toAbsolutePath().normalize();
    static final String RELEASE = "vision";
    static final String NAMESPACE = "cameras";

    /** What stands in annotations of hooks in place of {@code helm.sh/hook}. */
    static final String HOOK = "hook.of.helm";

    /** Whatever cluster this machine may know, no test asks it for Secrets. */
    private static final String LOOKS_AT_SECRETS = "checkSecrets";

    /** The chart, with its hooks as ordinary objects: what Helm gives to Java has none of them. */
    private static final Path WITH_HOOKS = copyWithHooks();

    private Chart() {}

    /** The example values files, in the order of their names. */
    static List<Path> examples() {
        try (Stream<Path> files = Files.list(FOLDER.resolve("examples"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path example(String name) {
        return FOLDER.resolve("examples").resolve("values-" + name + ".yaml");
    }

    /** The example for development with values on top. */
    static Rendering render(String values) {
        return render(example("dev"), values);
    }

    /**
     * What Helm makes of an example's values with others on top.
     *
     * @param values YAML
     * @throws IllegalStateException with Helm's message when the values are refused
     */
    static Rendering render(Path example, String values) {
        return new Rendering(text(example, values));
    }

    static String text(Path example, String values) {
        Path file = written(values);
        try {
            return new Helm(WITH_HOOKS)
                    .template()
                    .withName(RELEASE)
                    .withNamespace(NAMESPACE)
                    .withKubeVersion("1.36.3")
                    .withValuesFile(example)
                    .withValuesFile(file)
                    .set(LOOKS_AT_SECRETS, false)
                    .call();
        } finally {
            file.toFile().delete();
        }
    }

    /** What Helm prints after an installation of the example for development with values on top. */
    static String notes(String values) {
        Path file = written(values);
        try {
            var output = new Helm(FOLDER)
                    .install()
                    .clientOnly()
                    .withDryRunOption(DryRun.CLIENT)
                    .withName(RELEASE)
                    .withNamespace(NAMESPACE)
                    .withKubeVersion("1.36.3")
                    .withValuesFile(example("dev"))
                    .withValuesFile(file)
                    .set(LOOKS_AT_SECRETS, false)
                    .call()
                    .getOutput();
            return output.substring(output.indexOf("NOTES:"));
        } finally {
            file.toFile().delete();
        }
    }

    /** What Helm's strict lint says of the chart with an example's values; empty when nothing is wrong. */
    static List<String> lint(Path example) {
        try {
            var copy = copyWithHooks();
            var values = new YAMLMapper();
            var own = copy.resolve("values.yaml").toFile();
            values.writeValue(own, merged(values.readTree(own), values.readTree(example.toFile())));
            var result = new Helm(copy).lint().strict().call();
            return result.isFailed() ? result.getMessages() : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode merged(JsonNode below, JsonNode above) {
        if (!(below instanceof ObjectNode object) || !above.isObject()) {
            return above;
        }
        above.properties()
                .forEach(field -> object.set(
                        field.getKey(),
                        object.has(field.getKey())
                                ? merged(object.get(field.getKey()), field.getValue())
                                : field.getValue()));
        return object;
    }

    /** The chart's own values. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> values() {
        return Serialization.unmarshal(read(FOLDER.resolve("values.yaml")), Map.class);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files of a folder of the chart, by names without ending. */
    static List<String> names(String folder, String ending) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copyWithHooks() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            var copy = Files.createTempDirectory(Path.of("target"), "chart").toAbsolutePath();
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(target.getParent());
                if (file.startsWith(FOLDER.resolve("templates"))) {
                    Files.writeString(target, Files.readString(file).replace("helm.sh/hook", HOOK));
                } else {
                    Files.copy(file, target);
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path written(String values) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            Files.writeString(file, values);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
