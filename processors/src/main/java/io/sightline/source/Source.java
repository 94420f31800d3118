package io.sightline.source;

import io.sightline.detection.Box;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a camera or producer.
 *
 * @param model model that serves it; empty: the default one
 * @param region part of the picture that counts; empty: all of it
 */
public record Source(String id, Optional<String> model, Optional<Box> region) {
    /** A source that nobody has told anything about. */
    public static Source unknown(String id) {
        return new Source(id, Optional.empty(), Optional.empty());
    }

    /** The source as a row of table {@code source}. */
    public static Source fromRow(Map<String, Object> row) {
        var region = Optional.ofNullable(row.get("region_x"))
                .map(x -> new Box(
                        share(x), share(row.get("region_y")), share(row.get("region_w")), share(row.get("region_h"))));
        return new Source((String) row.get("id"), Optional.ofNullable((String) row.get("model_name")), region);
    }

    private static float share(Object column) {
        return ((Number) column).floatValue();
    }
}
