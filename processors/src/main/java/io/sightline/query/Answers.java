package io.sightline.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words that several answers share, read from rows by column name. What is null is left out. */
final class Answers {
    private static final JsonMapper JSON = new JsonMapper();
    private static final HexFormat HEX = HexFormat.of();

    private Answers() {}

    static Map<String, Object> model(Map<String, Object> row) {
        var model = new LinkedHashMap<String, Object>();
        put(model, "name", row.get("model_name"));
        put(model, "version", row.get("model_version"));
        put(model, "alias", row.get("alias"));
        put(model, "runId", row.get("run_id"));
        put(model, "sha256", sha256(row.get("model_sha256")));
        return model;
    }

    static Map<String, Object> detection(Map<String, Object> row) {
        var detection = new LinkedHashMap<String, Object>();
        put(detection, "ordinal", row.get("ordinal"));
        put(detection, "classId", row.get("class_id"));
        put(detection, "label", row.get("label"));
        put(detection, "score", row.get("score"));
        var box = new LinkedHashMap<String, Object>();
        put(box, "x", row.get("x"));
        put(box, "y", row.get("y"));
        put(box, "width", row.get("w"));
        put(box, "height", row.get("h"));
        detection.put("box", box);
        put(detection, "polygon", points(row.get("polygon")));
        return detection;
    }

    /** The polygon column as text, {@code {x,y,x,y}}, as a list of points. */
    static @Nullable List<List<Float>> points(@Nullable Object polygon) {
        if (polygon == null) {
            return null;
        }
        var text = polygon.toString();
        var numbers = text.substring(1, text.length() - 1).split(",");
        var points = new java.util.ArrayList<List<Float>>();
        for (var i = 0; i + 1 < numbers.length; i += 2) {
            points.add(List.of(Float.valueOf(numbers[i]), Float.valueOf(numbers[i + 1])));
        }
        return points;
    }

    /** The record that columns with this prefix name. */
    static @Nullable Map<String, Object> place(Map<String, Object> row, String prefix) {
        if (row.get(prefix + "_topic") == null) {
            return null;
        }
        var place = new LinkedHashMap<String, Object>();
        put(place, "topic", row.get(prefix + "_topic"));
        put(place, "topicId", row.get(prefix + "_topic_id"));
        put(place, "partition", row.get(prefix + "_partition"));
        put(place, "offset", row.get(prefix + "_offset"));
        return place;
    }

    static @Nullable String sha256(@Nullable Object bytes) {
        return bytes instanceof byte[] digest ? HEX.formatHex(digest) : null;
    }

    static @Nullable Instant time(@Nullable Object column) {
        return column instanceof Timestamp timestamp ? timestamp.toInstant() : null;
    }

    static @Nullable JsonNode json(@Nullable Object column) {
        try {
            return column == null ? null : JSON.readTree(column.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a jsonb column holds JSON", e);
        }
    }

    static void put(Map<String, Object> map, String name, @Nullable Object value) {
        if (value instanceof Instant time) {
            map.put(name, time.toString());
        } else if (value != null) {
            map.put(name, value);
        }
    }
}
