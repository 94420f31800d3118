package io.sightline.detection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Optional;

/** Reads detector specs, YAML or JSON; only {@code family} is required, the rest defaults by family and by model. */
public final class SpecReader {
    private final YAMLMapper mapper = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    private final DetectorFamilies families;

    public SpecReader(DetectorFamilies families) {
        this.families = families;
    }

    /**
     * The complete spec of a model.
     *
     * @param text what is written beside the model
     * @throws IllegalArgumentException with a message that names the key, its value and the nearest known one
     */
    public DetectorSpec read(String text, ModelSignature signature) {
        var given = parse(text);
        var name = given.path("family");
        if (!name.isTextual()) {
            throw new IllegalArgumentException(
                    "the key family is missing; write family: with one of " + families.names());
        }
        var family = families.named(name.asText());
        var spec = mapper.<ObjectNode>valueToTree(family.defaults());
        useSizeOf(signature, spec.withObject("/input"));
        merge(given, spec, "");
        return complete(spec, family);
    }

    /** The spec of a model that has none written beside it; empty when its signature fits no family, or several. */
    public Optional<DetectorSpec> infer(ModelSignature signature) {
        return families.recognising(signature).map(family -> read("family: " + family.name(), signature));
    }

    private ObjectNode parse(String text) {
        try {
            if (mapper.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("neither YAML nor JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException(
                "not a mapping of keys; write at least family: with one of " + families.names());
    }

    /** A model of fixed input size decides it; the picture is then stretched unless the spec says otherwise. */
    private static void useSizeOf(ModelSignature signature, ObjectNode input) {
        var picture = signature.inputs().get(0);
        var height = picture.dimension(2);
        var width = picture.dimension(3);
        if (height > 0 && width > 0) {
            input.put("width", width).put("height", height).put("resize", "stretch");
        }
    }

    private static void merge(ObjectNode given, ObjectNode spec, String prefix) {
        for (var entry : given.properties()) {
            var key = entry.getKey();
            var known = spec.get(key);
            if (known == null) {
                var names = new ArrayList<String>();
                spec.fieldNames().forEachRemaining(names::add);
                throw new IllegalArgumentException("the key " + prefix + key + " is not known"
                        + NearestName.hint(key, names) + "; known keys are " + names);
            }
            mergeValue(entry.getValue(), known, spec, key, prefix);
        }
    }

    private static void mergeValue(JsonNode value, JsonNode known, ObjectNode spec, String key, String prefix) {
        if (known instanceof ObjectNode knownObject) {
            if (!(value instanceof ObjectNode object)) {
                throw new IllegalArgumentException(prefix + key + " has keys of its own, was " + value);
            }
            merge(object, knownObject, prefix + key + ".");
            return;
        }
        if (value.isNull()) {
            throw new IllegalArgumentException(prefix + key + " has no value");
        }
        spec.set(key, value);
    }

    private DetectorSpec complete(ObjectNode tree, DetectorFamily family) {
        try {
            var spec = mapper.treeToValue(tree, DetectorSpec.class);
            family.check(spec);
            return spec;
        } catch (JacksonException e) {
            var cause = e.getCause() instanceof IllegalArgumentException invalid ? invalid : e;
            throw new IllegalArgumentException(firstLine(cause), e);
        }
    }

    private static String firstLine(Exception e) {
        var message = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("");
    }
}
