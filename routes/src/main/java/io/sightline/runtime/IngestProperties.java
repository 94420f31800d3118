package io.sightline.runtime;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is taken in.
 *
 * @param clockAhead how far a source's clock may be ahead before its capture time is no longer believed
 * @param maxBytes longest picture that is taken from Kafka
 * @param maxPixels largest picture, width times height by its header
 * @param threads how many pictures of a batch are checked and stored at once
 */
@Validated
@ConfigurationProperties("sightline.ingest")
public record IngestProperties(
        @DefaultValue("5m") Duration clockAhead,
        @DefaultValue("10MB") DataSize maxBytes,
        @DefaultValue("50000000") @Min(1) long maxPixels,
        @DefaultValue("4") @Min(1) int threads) {}
