package io.sightline.runtime;

import io.sightline.picture.PictureLimits;
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
 * @param maxScans most scans of a JPEG; each costs a pass over the whole picture, and encoders write about ten
 * @param threads how many pictures of a batch are checked and stored at once
 */
@Validated
@ConfigurationProperties("sightline.ingest")
public record IngestProperties(
        @DefaultValue("5m") Duration clockAhead,
        @DefaultValue("10MB") DataSize maxBytes,
        @DefaultValue("50000000") @Min(1) long maxPixels,
        @DefaultValue("64") @Min(1) int maxScans,
        @DefaultValue("4") @Min(1) int threads) {
    /** What is refused of pictures that may have this many bytes. */
    PictureLimits limits(long bytes) {
        return new PictureLimits(bytes, maxPixels, maxScans);
    }
}
