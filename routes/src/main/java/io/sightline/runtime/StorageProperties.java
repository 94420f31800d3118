package io.sightline.runtime;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where bytes go.
 *
 * @param bucket bucket of the object store that holds pictures and originals of dead letters
 * @param timeout longest silence of the object store; a whole request may take three times as long
 * @param sslBundle bundle of spring.ssl.bundle whose authorities an https endpoint is verified with; unset: Java's own
 */
@Validated
@ConfigurationProperties("sightline.s3")
public record StorageProperties(
        @NotBlank String bucket,
        @DefaultValue("10s") Duration timeout,
        @Nullable String sslBundle) {}
