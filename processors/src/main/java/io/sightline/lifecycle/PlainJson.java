package io.sightline.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sightline.failure.Quotation;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Records of the contract as JSON that people and SQL can read: a union is its value or null, fixed bytes are
 * hexadecimal, other bytes base64, times are ISO 8601.
 */
public final class PlainJson {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private PlainJson() {}

    /** The record as one line. */
    public static String write(SpecificRecordBase datum) {
        try {
            return MAPPER.writeValueAsString(node(datum));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** @throws IllegalArgumentException when the text is no such record */
    public static <T extends SpecificRecordBase> T read(String text, Class<T> type) {
        try {
            var schema = SpecificData.getForClass(type).getSchema(type);
            return type.cast(record(MAPPER.readTree(text), schema));
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "no " + type.getSimpleName() + " as this version writes it: " + e.getMessage(), e);
        }
    }

    private static JsonNode node(@Nullable Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof SpecificRecordBase nested) {
            var object = NODES.objectNode();
            nested.getSchema().getFields().forEach(field -> object.set(field.name(), node(nested.get(field.pos()))));
            return object;
        }
        if (value instanceof List<?> list) {
            var array = NODES.arrayNode();
            list.forEach(element -> array.add(node(element)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            var object = NODES.objectNode();
            map.forEach((key, element) -> object.set(key.toString(), node(element)));
            return object;
        }
        if (value instanceof GenericFixed fixed) {
            return NODES.textNode(HexFormat.of().formatHex(fixed.bytes()));
        }
        if (value instanceof ByteBuffer bytes) {
            var copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            return NODES.binaryNode(copy);
        }
        if (value instanceof Boolean || value instanceof Number) {
            return MAPPER.valueToTree(value);
        }
        return NODES.textNode(value.toString());
    }

    private static @Nullable Object value(JsonNode node, Schema schema) {
        return switch (schema.getType()) {
            case UNION -> node.isNull() || node.isMissingNode() ? null : value(node, notNull(schema));
            case RECORD -> record(node, schema);
            case ARRAY -> {
                var list = new ArrayList<Object>();
                node.forEach(element -> list.add(present(element, schema.getElementType())));
                yield list;
            }
            case MAP -> {
                var map = new HashMap<String, Object>();
                node.properties()
                        .forEach(entry -> map.put(entry.getKey(), present(entry.getValue(), schema.getValueType())));
                yield map;
            }
            case FIXED -> SpecificData.get().createFixed(null, HexFormat.of().parseHex(text(node)), schema);
            case ENUM -> SpecificData.get().createEnum(text(node), schema);
            case BOOLEAN -> node.booleanValue();
            case INT -> number(node).intValue();
            case FLOAT -> number(node).floatValue();
            case DOUBLE -> number(node).doubleValue();
            case LONG ->
                schema.getLogicalType() == null ? (Object) number(node).longValue() : Instant.parse(text(node));
            case BYTES -> ByteBuffer.wrap(Base64.getDecoder().decode(text(node)));
            default -> LogicalTypes.uuid().equals(schema.getLogicalType()) ? UUID.fromString(text(node)) : text(node);
        };
    }

    /** Lists and maps of the contract hold no null. */
    private static Object present(JsonNode node, Schema schema) {
        return Objects.requireNonNull(value(node, schema), "a list or a map holds null");
    }

    private static SpecificRecordBase record(JsonNode node, Schema schema) {
        var made = (SpecificRecordBase) SpecificData.get().newRecord(null, schema);
        for (var field : schema.getFields()) {
            var given = node.get(field.name());
            // What a former version did not write yet has its default.
            made.put(
                    field.pos(),
                    given == null ? SpecificData.get().getDefaultValue(field) : value(given, field.schema()));
        }
        return made;
    }

    private static Schema notNull(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .findFirst()
                .orElseThrow();
    }

    private static Number number(JsonNode node) {
        if (!node.isNumber()) {
            throw new IllegalArgumentException("no number: " + Quotation.of(node.toString()));
        }
        return node.numberValue();
    }

    private static String text(JsonNode node) {
        return Objects.requireNonNull(node.textValue(), () -> "no text: " + Quotation.of(node.toString()));
    }
}
