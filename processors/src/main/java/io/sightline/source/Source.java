package io.sightline.source;

import io.sightline.detection.Box;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** The source as a row of table {@code source}: columns id, model_name, region_x, region_y, region_w, region_h. */
    public static Source fromRow(Map<String, @Nullable Object> row) {
        var id = Objects.requireNonNull((String) row.get("id"), "source.id");
        var region = row.get("region_x") == null
                ? Optional.<Box>empty()
                : Optional.of(new Box(
                        share(row, "region_x"),
                        share(row, "region_y"),
                        share(row, "region_w"),
                        share(row, "region_h")));
        return new Source(id, Optional.ofNullable((String) row.get("model_name")), region);
    }

    private static float share(Map<String, @Nullable Object> row, String column) {
        return Objects.requireNonNull((Number) row.get(column), column).floatValue();
    }
}
