package io.sightline.detection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sightline.failure.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads detector specs, YAML or JSON; only {@code family} is required, the rest defaults by family and by model. */
public final class SpecReader {
    static final String METADATA_KEY = "sightline.detector";
    private static final String FAMILY = "family";
    private static final String LABELS = "labels";
    /** Where Paddle's converters put the names of the classes, one a line. */
    private static final String CHARACTER = "character";

    private final YAMLMapper mapper = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    private final DetectorFamilies families;
    private final SpecText text;

    public SpecReader(DetectorFamilies families) {
        this.families = families;
        this.text = new SpecText(families.names());
    }

    /**
     * The complete spec of a model. What is written beside it counts before what its exporter wrote into it; where
     * neither names a family, an unmistakable signature does.
     *
     * @param written text of {@code detector.yaml}, or of the tag of that kind
     * @param labels lines of {@code labels.txt}, which count before those of {@code written}; empty without one
     * @param metadata what the model file carries beside the graph; its key {@value #METADATA_KEY} may hold a spec, and
     *     what Ultralytics' exporter writes amounts to one
     * @throws IllegalArgumentException with a message that names the key, its value and the nearest known one; or what
     *     the model takes and gives, and a spec to start from
     */
    public DetectorSpec read(
            Optional<String> written, List<String> labels, Map<String, String> metadata, ModelSignature signature) {
        var given = written.map(text::parse).orElseGet(mapper::createObjectNode);
        if (!labels.isEmpty()) {
            given.set(LABELS, mapper.valueToTree(labels));
        }
        var embedded = embedded(metadata, signature);
        var family = family(given, embedded, metadata, signature);
        var spec = mapper.<ObjectNode>valueToTree(family.defaults());
        useSizeOf(signature, spec.withObject("/input"));
        useTypeOf(signature, spec.withObject("/input"));
        if (family.name().equals(embedded.path(FAMILY).asText(family.name()))) {
            if (embedded.has(LABELS) && !given.has(LABELS)) {
                family.checkNames(embedded.path(LABELS).size(), signature);
            }
            merge(embedded, spec, "");
        }
        merge(given, spec, "");
        var isNamed = given.has(LABELS) || embedded.has(LABELS);
        if (!isNamed && !family.defaults().namesClasses() && metadata.containsKey(CHARACTER)) {
            var names = metadata.get(CHARACTER).lines().map(String::strip).filter(line -> !line.isEmpty());
            spec.set(LABELS, mapper.valueToTree(names.toList()));
        }
        return complete(spec, family);
    }

    private ObjectNode embedded(Map<String, String> metadata, ModelSignature signature) {
        return Optional.ofNullable(metadata.get(METADATA_KEY))
                .map(text::parse)
                .or(() -> UltralyticsMetadata.spec(metadata, signature))
                .orElseGet(mapper::createObjectNode);
    }

    private DetectorFamily family(
            ObjectNode given, ObjectNode embedded, Map<String, String> metadata, ModelSignature signature) {
        for (var spec : List.of(given, embedded)) {
            var name = spec.path(FAMILY);
            if (!name.isMissingNode() && !name.isTextual()) {
                throw new IllegalArgumentException("family must be one of " + families.names() + ", was " + name);
            }
            if (name.isTextual()) {
                return families.named(name.asText());
            }
        }
        UltralyticsMetadata.otherTask(metadata).ifPresent(task -> {
            throw new IllegalArgumentException("the model was exported for the task " + task
                    + ", whose outputs are not detections alone; export it for the task detect, or write the key family"
                    + " when its outputs are those of one of " + families.names());
        });
        return families.recognising(signature)
                .orElseThrow(() -> needed(embedded.path(LABELS).size(), signature));
    }

    private IllegalArgumentException needed(int names, ModelSignature signature) {
        var fitting =
                families.fitting(signature).stream().map(DetectorFamily::name).toList();
        return new FamilyNeeded(families.names(), fitting, names, signature).exception();
    }

    /** A model of fixed input size decides it; a family that lets the picture decide then stretches. */
    private void useSizeOf(ModelSignature signature, ObjectNode input) {
        var picture = signature.picture();
        var lastIsColour = picture.dimension(3) == 3 && picture.dimension(1) != 3;
        var height = picture.dimension(lastIsColour ? 1 : 2);
        var width = picture.dimension(lastIsColour ? 2 : 3);
        if (lastIsColour) {
            input.put("layout", "nhwc");
        }
        if (height > 0 && width > 0) {
            input.put("width", Math.toIntExact(width)).put("height", Math.toIntExact(height));
            if (!mapper.convertValue(input.get("resize"), InputSpec.Resize.class)
                    .needsSize()) {
                input.put("resize", "stretch");
            }
        }
    }

    /** A model that takes bytes takes pixels as they are, and does the arithmetic itself. */
    private void useTypeOf(ModelSignature signature, ObjectNode input) {
        if (signature.picture().type() == TensorType.UINT8) {
            input.put("scale", 1.0);
            input.set("mean", mapper.valueToTree(List.of(0.0, 0.0, 0.0)));
            input.set("std", mapper.valueToTree(List.of(1.0, 1.0, 1.0)));
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
        if (known instanceof ObjectNode knownObject && value instanceof ObjectNode object) {
            merge(object, knownObject, prefix + key + ".");
            return;
        }
        var fits = known.isArray() ? isListLike(value, known) : isLike(value, known);
        if (!fits) {
            throw new IllegalArgumentException(
                    prefix + key + " must be " + kind(known) + " such as " + known + ", was " + value);
        }
        spec.set(key, value);
    }

    private static boolean isListLike(JsonNode value, JsonNode known) {
        return value.isArray()
                && StreamSupport.stream(value.spliterator(), false).allMatch(element -> isLike(element, known.get(0)));
    }

    private static boolean isLike(JsonNode value, JsonNode known) {
        if (known.isInt()) {
            return value.isInt();
        }
        return known.isNumber() ? value.isNumber() : value.getNodeType() == known.getNodeType();
    }

    private static String kind(JsonNode known) {
        return switch (known.getNodeType()) {
            case OBJECT -> "a mapping of keys";
            case ARRAY -> "a list";
            case NUMBER -> known.isInt() ? "a whole number" : "a number";
            default -> "a word";
        };
    }

    private DetectorSpec complete(ObjectNode tree, DetectorFamily family) {
        try {
            var spec = mapper.treeToValue(tree, DetectorSpec.class);
            family.check(spec);
            return spec;
        } catch (InvalidFormatException e) {
            throw new IllegalArgumentException(oneOf(e), e);
        } catch (JacksonException e) {
            throw e.getCause() instanceof IllegalArgumentException invalid
                    ? invalid
                    : new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** All other kinds of values were checked before, what remains is a word that is none of an enumeration's. */
    private String oneOf(InvalidFormatException e) {
        var path = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."));
        return path + " must be one of " + mapper.valueToTree(e.getTargetType().getEnumConstants()) + ", was \""
                + e.getValue() + "\"";
    }
}
