package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditPropertiesTest {
    @ParameterizedTest
    @CsvSource({
        "PT1S,   PT1S,   PT0.001S, 0",
        "PT24H,  PT1M,   PT50S,    0",
        "PT0.9S, PT1M,   PT30S,    1",
        "PT24H,  PT0.9S, PT30S,    1",
        "PT24H,  PT1M,   PT0S,     1",
        "PT24H,  PT1M,   PT51S,    1"
    })
    void hasBounds(Duration period, Duration countersPeriod, Duration timeout, int violations) {
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            assertThat(factory.getValidator().validate(new AuditProperties(period, 7, countersPeriod, timeout)))
                    .hasSize(violations);
        }
    }
}
