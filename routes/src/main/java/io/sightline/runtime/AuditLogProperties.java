package io.sightline.runtime;

import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Where it is written down who has changed what, and who was refused what.
 *
 * @param file file of the audit log, of one process alone; without a value it goes to standard output
 * @param maxFileSize a file of the audit log that has grown beyond it is compressed, and a new one begun; so it is each
 *     day, by UTC
 * @param keep how long compressed files of the audit log are kept, in whole days
 */
@Validated
@ConfigurationProperties("sightline.audit-log")
public record AuditLogProperties(
        @Nullable @Pattern(regexp = "[^%]+", message = "must be a path without %") String file,

        @DefaultValue("100MB") DataSize maxFileSize,

        @DefaultValue("90d") @DurationMin(days = 1) @DurationMax(days = 36500)
        Duration keep) {
    private static final DataSize SMALLEST = DataSize.ofMegabytes(1);

    public AuditLogProperties {
        if (maxFileSize.compareTo(SMALLEST) < 0) {
            throw new IllegalArgumentException(
                    "sightline.audit-log.max-file-size must be at least 1MB, was " + maxFileSize);
        }
        if (!keep.equals(Duration.ofDays(keep.toDays()))) {
            throw new IllegalArgumentException("sightline.audit-log.keep must be whole days, such as 2d, was " + keep);
        }
    }
}
