package io.sightline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.detection.Box;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

// The checker does not see that the parameter of a compiled method allows null.
@SuppressWarnings("NullAway")
class SourceTest {
    private final Map<String, @Nullable Object> row = new HashMap<>(Map.of("id", "camera-1"));

    @Test
    void rowWithoutWishesIsLikeAnUnknownSource() {
        for (var column : new String[] {"model_name", "region_x", "region_y", "region_w", "region_h"}) {
            row.put(column, null);
        }

        assertThat(Source.fromRow(row)).isEqualTo(Source.unknown("camera-1"));
    }

    @Test
    void rowNamesModelAndRegionInAnyKindOfNumber() {
        row.putAll(Map.of(
                "model_name",
                "parcels",
                "region_x",
                0.25f,
                "region_y",
                0.5,
                "region_w",
                new BigDecimal("0.125"),
                "region_h",
                1));

        assertThat(Source.fromRow(row))
                .isEqualTo(
                        new Source("camera-1", Optional.of("parcels"), Optional.of(new Box(0.25f, 0.5f, 0.125f, 1))));
    }

    @Test
    void halfARegionIsNamedAndNoRegion() {
        row.put("region_x", 0.25f);

        assertThatThrownBy(() -> Source.fromRow(row)).hasMessageContaining("region_y");
    }
}
