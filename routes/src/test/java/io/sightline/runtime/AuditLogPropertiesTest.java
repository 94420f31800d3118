package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class AuditLogPropertiesTest {
    /** A file for each line, or for none, would fill the folder. */
    @Test
    void asksForFilesThatHoldSomething() {
        assertThatThrownBy(() -> new AuditLogProperties("audit.log", DataSize.ofKilobytes(1023), Duration.ofDays(1)))
                .hasMessageContaining("sightline.audit-log.max-file-size must be at least 1MB");
    }

    @Test
    void keepsFilesForWholeDays() {
        assertThatThrownBy(() -> new AuditLogProperties("audit.log", DataSize.ofMegabytes(1), Duration.ofHours(36)))
                .hasMessageContaining("sightline.audit-log.keep must be whole days");
    }

    /** Logback would take a percent sign for a part of its pattern. */
    @ParameterizedTest
    @CsvSource({", P1D, 0", "/var/log/audit.log, P90D, 0", "audit-%i.log, P90D, 1", "'', P90D, 1", "audit.log, P0D, 1"})
    void hasBounds(String file, Duration keep, int violations) {
        var properties = new AuditLogProperties(file, DataSize.ofMegabytes(100), keep);
        try (var factory = Validation.buildDefaultValidatorFactory()) {
            assertThat(factory.getValidator().validate(properties)).hasSize(violations);
        }
    }
}
