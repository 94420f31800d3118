package io.sightline.runtime;

import jakarta.validation.constraints.NotBlank;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * Where bytes go.
 *
 * @param bucket bucket of the object store that holds pictures and originals of dead letters
 */
@Validated
@ConfigurationProperties("sightline.s3")
public record StorageProperties(@NotBlank String bucket) {}
