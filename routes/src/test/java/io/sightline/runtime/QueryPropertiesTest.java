package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class QueryPropertiesTest {
    @Test
    void leavesRoomForAPicture() {
        assertThatThrownBy(() -> new QueryProperties(Duration.ofDays(7), 4, DataSize.ofKilobytes(1023)))
                .hasMessageContaining("sightline.query.pictures-in-flight must be at least 1MB");
    }

    @ParameterizedTest
    @CsvSource({"PT1S, 1, 0", "P7D, 4, 0", "P36500D, 4, 0", "PT0.9S, 4, 1", "P36501D, 4, 1", "P7D, 0, 1"})
    void hasBounds(Duration defaultWindow, int exports, int violations) {
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            assertThat(factory.getValidator()
                            .validate(new QueryProperties(defaultWindow, exports, DataSize.ofMegabytes(64))))
                    .hasSize(violations);
        }
    }
}
