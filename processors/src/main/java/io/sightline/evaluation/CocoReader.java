package io.sightline.evaluation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sightline.contract.JsonReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads COCO's detection format as a stream, so that what does not count, mostly outlines of objects, takes no memory.
 *
 * @param file name of the document, for messages
 */
record CocoReader(String file) {
    /**
     * Names of fields that nobody asks for are not to be kept. Python writes NaN, and the entry that has it is named.
     */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** One more than a box has numbers: enough to see that there are too many. */
    private static final int MOST_ELEMENTS = 5;

    private static final String IMAGES = "images";
    private static final String ANNOTATIONS = "annotations";
    private static final String CATEGORIES = "categories";
    private static final Set<String> LISTS = Set.of(IMAGES, ANNOTATIONS, CATEGORIES);
    private static final Set<String> FIELDS =
            Set.of("id", "file_name", "width", "height", "image_id", "category_id", "bbox", "area", "iscrowd", "name");

    /** @throws IllegalArgumentException with file, entry, value and the way out */
    CocoDocument read(byte[] json) {
        // This reader refuses what is not UTF-8, Jackson's own would replace it.
        var text = new InputStreamReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder());
        try (var parser = JSON.createParser(text)) {
            return document(parser);
        } catch (JsonProcessingException e) {
            var location = e.getLocation();
            throw GoldenSet.refusal(
                    file,
                    "it is no JSON"
                            + (location == null ? "" : " near character " + location.getCharOffset()) + ": "
                            + JsonReason.of(e));
        } catch (CharacterCodingException e) {
            throw GoldenSet.refusal(file, "it is not UTF-8; save it in that encoding");
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can always be read", e);
        }
    }

    private CocoDocument document(JsonParser parser) throws IOException {
        var document = new CocoDocument(file);
        var seen = new HashSet<String>();
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw GoldenSet.refusal(file, "it must be one JSON object with images, annotations and categories");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var token = parser.nextToken();
            if (!LISTS.contains(name)) {
                parser.skipChildren();
                continue;
            }
            if (!seen.add(name)) {
                throw GoldenSet.refusal(file, name + " is given a second time; keep one of the two");
            }
            if (token != JsonToken.START_ARRAY) {
                throw GoldenSet.refusal(file, name + " must be a list");
            }
            entries(parser, name, document);
        }
        if (parser.nextToken() != null) {
            throw GoldenSet.refusal(
                    file,
                    "it goes on behind its end, at character "
                            + parser.currentTokenLocation().getCharOffset());
        }
        for (var list : new String[] {IMAGES, ANNOTATIONS, CATEGORIES}) {
            if (!seen.contains(list)) {
                throw GoldenSet.refusal(file, list + " is missing; write it as COCO's detection format has it");
            }
        }
        return document;
    }

    private void entries(JsonParser parser, String list, CocoDocument document) throws IOException {
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            var place = list + "[" + index + "]";
            switch (list) {
                case IMAGES -> document.image(entry(parser, place, "image"));
                case ANNOTATIONS -> document.annotation(entry(parser, place, "annotation"));
                default -> document.category(entry(parser, place, "category"));
            }
        }
    }

    private CocoEntry entry(JsonParser parser, String place, String kind) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw GoldenSet.refusal(file, place + " must be an object");
        }
        var fields = new HashMap<String, JsonNode>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            if (!FIELDS.contains(name)) {
                parser.skipChildren();
            } else if (fields.put(name, value(parser)) != null) {
                throw new CocoEntry(file, place, kind, fields)
                        .refusal(name + " is given a second time; keep one of the two");
            }
        }
        return new CocoEntry(file, place, kind, fields);
    }

    /** Values that no field has are read as far as is needed to see that they are none. */
    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            case START_ARRAY -> elements(parser);
            default -> {
                parser.skipChildren();
                yield NODES.objectNode();
            }
        };
    }

    private static JsonNode elements(JsonParser parser) throws IOException {
        var elements = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == MOST_ELEMENTS || parser.currentToken() == JsonToken.START_ARRAY) {
                parser.skipChildren();
                if (elements.size() < MOST_ELEMENTS) {
                    elements.addArray();
                }
            } else {
                elements.add(value(parser));
            }
        }
        return elements;
    }
}
