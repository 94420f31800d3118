package io.sightline.registry;

import io.sightline.delivery.v1.DeadLetter;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.model.v1.ModelState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;

/**
 * A schema of the contracts that has a file, and a subject of the registry, of its own.
 *
 * @param references other such schemas that it names directly, by their names
 */
public record ContractSchema(Schema schema, List<Schema> references) {
    private static final String BOTH_WAYS = "FULL_TRANSITIVE";
    private static final List<Schema> RECORDS = List.of(
            FrameReceived.getClassSchema(),
            InferenceCompleted.getClassSchema(),
            ModelState.getClassSchema(),
            DeadLetter.getClassSchema());

    /** Third parties read what the stages and the promoter publish, so both directions stay compatible. */
    private static final Set<Schema> READ_BY_OTHERS =
            Set.of(InferenceCompleted.getClassSchema(), ModelState.getClassSchema());

    public ContractSchema {
        references = List.copyOf(references);
    }

    /** All of them, each after those that it refers to. */
    public static List<ContractSchema> all() {
        Map<String, ContractSchema> found = new LinkedHashMap<>();
        RECORDS.forEach(schema -> add(schema, found));
        return List.copyOf(found.values());
    }

    /** The compatibility that new versions of a schema must have at least. */
    public static String rule(Schema schema) {
        return READ_BY_OTHERS.contains(schema) ? BOTH_WAYS : "BACKWARD_TRANSITIVE";
    }

    /**
     * The same, without giving up what a rule that counts for all schemas keeps out.
     *
     * @param common that rule; empty where there is none
     */
    static String rule(Schema schema, String common) {
        return common.startsWith("FORWARD") || common.startsWith("FULL") ? BOTH_WAYS : rule(schema);
    }

    /** Whether a rule keeps a change out that breaks readers of a schema. */
    public static boolean isGuarded(Schema schema, String rule) {
        return rule.equals(BOTH_WAYS) || rule.equals(rule(schema));
    }

    /** The file, byte for byte: registries compare texts. */
    String text() {
        try (var input = ContractSchema.class.getResourceAsStream(file(schema))) {
            return new String(Objects.requireNonNull(input, schema.getName()).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Schema schema, Map<String, ContractSchema> found) {
        if (found.containsKey(schema.getFullName())) {
            return;
        }
        var references = new TreeSet<>(Comparator.comparing(Schema::getFullName));
        parts(schema).forEach(part -> collect(part, references));
        references.forEach(reference -> add(reference, found));
        found.put(schema.getFullName(), new ContractSchema(schema, List.copyOf(references)));
    }

    /** Walks the types that stand in the file of a schema, up to those that have files of their own. */
    private static void collect(Schema schema, Set<Schema> references) {
        if (hasFile(schema)) {
            references.add(schema);
        } else {
            parts(schema).forEach(part -> collect(part, references));
        }
    }

    private static List<Schema> parts(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> schema.getFields().stream().map(Schema.Field::schema).toList();
            case UNION -> schema.getTypes();
            case ARRAY -> List.of(schema.getElementType());
            case MAP -> List.of(schema.getValueType());
            default -> List.of();
        };
    }

    private static boolean hasFile(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> ContractSchema.class.getResource(file(schema)) != null;
            default -> false;
        };
    }

    private static String file(Schema schema) {
        return "/avro/" + schema.getName() + ".avsc";
    }
}
