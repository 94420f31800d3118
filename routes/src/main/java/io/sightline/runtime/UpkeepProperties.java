package io.sightline.runtime;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.validation.annotation.Validated;

/**
 * What all works have in common that run by the clock.
 *
 * @param delay how long after start-up sweep, scrub, partitions, retention and audit run for the first time
 */
@Validated
@ConfigurationProperties("sightline.upkeep")
public record UpkeepProperties(Duration delay) {}
