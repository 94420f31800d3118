package io.sightline.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.integration.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A Pipe or a Kamelet as the API server has it.
 *
 * @param kind {@code Pipe} or {@code Kamelet}
 * @param uid tells it from a former one of its name
 * @param generation grows with each change of its specification
 * @param version changes with each change
 * @param operator who is to run it, as annotation {@code camel.apache.org/operator.id} says; empty when it does not
 * @param file the resource as a file, without what the API server adds
 */
public record ClusterResource(
        String kind,
        String namespace,
        String name,
        String uid,
        long generation,
        String version,
        String operator,
        SourceFile file,
        PipeStatus status) {
    /** What is not for Camel K's operator, but for this runtime. */
    public static final String OPERATOR = "sightline";

    /** Begins the names of files that are resources. */
    public static final String PLACE = "kubernetes/";

    static final String OPERATOR_ANNOTATION = "camel.apache.org/operator.id";

    /** Begin the labels and annotations that something follows from: to change another one changes nothing here. */
    private static final List<String> MEANT = List.of("sightline.", "camel.apache.org/", "trait.camel.apache.org/");

    private static final JsonMapper JSON = new JsonMapper();

    /** Reads one as the API server answers it: objects, lists, texts, numbers and truth values. */
    public static ClusterResource of(Map<String, ?> resource) {
        var tree = new Tree(resource);
        var metadata = tree.under("metadata");
        var kind = tree.text("kind");
        var name = metadata.text("name");
        var namespace = metadata.text("namespace");
        return new ClusterResource(
                kind,
                namespace,
                name,
                metadata.text("uid"),
                metadata.number("generation").orElse(0L),
                metadata.text("resourceVersion"),
                metadata.under("annotations").text(OPERATOR_ANNOTATION),
                new SourceFile(
                        PLACE + namespace + "/" + name + "." + kind.toLowerCase(Locale.ROOT) + ".yaml", content(tree)),
                PipeStatus.of(tree.under("status")));
    }

    /** Whether it says that it is for this runtime. */
    public boolean isOurs() {
        return operator.equals(OPERATOR);
    }

    /** Whether it has a status. */
    public boolean isPipe() {
        return kind.equals("Pipe");
    }

    /** The same one with a file that says the same. */
    ClusterResource with(SourceFile former) {
        return new ClusterResource(kind, namespace, name, uid, generation, version, operator, former, status);
    }

    /** JSON is YAML too, and leaves no doubt about what is a number and what a text. */
    private static byte[] content(Tree resource) {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("name", resource.under("metadata").text("name"));
        for (var key : new String[] {"labels", "annotations"}) {
            var given = new LinkedHashMap<Object, Object>(
                    resource.under("metadata").under(key).values());
            given.keySet().removeIf(name -> MEANT.stream().noneMatch(String.valueOf(name)::startsWith));
            if (!given.isEmpty()) {
                metadata.put(key, given);
            }
        }
        var file = new LinkedHashMap<String, Object>();
        file.put("apiVersion", resource.text("apiVersion"));
        file.put("kind", resource.text("kind"));
        file.put("metadata", metadata);
        file.put("spec", resource.under("spec").values());
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(file)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was JSON can be written as JSON", e);
        }
    }
}
