package io.sightline.runtime;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How requests are served.
 *
 * @param maxBytesInFlight most bytes of request bodies that are in memory at once; further requests are refused
 * @param clientRate most requests a second of one client to this process, a second's worth of them at once; further
 *     ones get 429
 * @param bodyTimeout longest that the body of a request may take from its first to its last byte
 * @param drain how long a process with stage api that is to end goes on answering, with each answer the last one of its
 *     connection
 */
@Validated
@ConfigurationProperties("sightline.http")
public record HttpProperties(
        @DefaultValue("64MB") DataSize maxBytesInFlight,
        @DefaultValue("2000") @Min(1) int clientRate,
        @DefaultValue("30s") @DurationMin(seconds = 1) Duration bodyTimeout,
        @DefaultValue("3s") @DurationMin Duration drain) {
    /** As spring.servlet.multipart limits a form's file, a bare body is limited. */
    private static final DataSize LONGEST_BODY = DataSize.ofMegabytes(20);

    public HttpProperties {
        if (maxBytesInFlight.compareTo(LONGEST_BODY) < 0) {
            throw new IllegalArgumentException(
                    "sightline.http.max-bytes-in-flight must be at least 20MB, as long as one body may be"
                            + " (spring.servlet.multipart.max-file-size), was " + maxBytesInFlight);
        }
    }
}
