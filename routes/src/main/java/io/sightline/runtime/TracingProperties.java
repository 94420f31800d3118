package io.sightline.runtime;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where traces go.
 *
 * @param endpoint address of a collector that takes OTLP over HTTP, without /v1/traces, such as http://collector:4318;
 *     unset: nothing is traced
 * @param ratio share of the traces that begin here that are sent, 0 to 1; whether one is that began elsewhere says its
 *     traceparent
 * @param timeout longest that the collector may take for a batch of spans; what it has not taken then is dropped and
 *     counted
 * @param sslBundle bundle of spring.ssl.bundle whose authorities an https collector is verified with; unset: Java's own
 */
@Validated
@ConfigurationProperties("sightline.tracing")
public record TracingProperties(
        @Nullable URI endpoint,
        @DefaultValue("1") @DecimalMin("0") @DecimalMax("1") double ratio,
        @DefaultValue("5s") @DurationMin(millis = 1) Duration timeout,
        @Nullable String sslBundle) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

    public TracingProperties {
        // Its value is not repeated: it may hold a login.
        if (endpoint != null && !endpoint.toString().isEmpty()) {
            if (!SCHEMES.contains(String.valueOf(endpoint.getScheme())) || endpoint.getHost() == null) {
                throw new IllegalArgumentException(
                        "sightline.tracing.endpoint must be the address of a collector, such as http://collector:4318");
            }
            if (endpoint.getRawUserInfo() != null) {
                throw new IllegalArgumentException(
                        "sightline.tracing.endpoint holds a login; let a collector without one pass traces on");
            }
        }
    }

    /** Where batches are posted to. */
    String url() {
        return String.valueOf(endpoint).replaceFirst("/+$", "") + "/v1/traces";
    }
}
