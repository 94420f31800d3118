package io.sightline.runtime;

import io.sightline.picture.PictureLimits;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What is taken in.
 *
 * @param maxBytes longest picture that is taken from Kafka
 * @param bytesInFlight most bytes of pictures in one batch; as much again may be fetched ahead of it
 * @param maxPixels largest picture, width times height by its header
 * @param maxScans most scans of a JPEG; each costs a pass over the whole picture, and encoders write about ten
 * @param threads how many pictures of a batch are checked and stored at once
 */
@Validated
@ConfigurationProperties("sightline.ingest")
public record IngestProperties(
        @DefaultValue("10MB") DataSize maxBytes,
        @DefaultValue("64MB") DataSize bytesInFlight,
        @DefaultValue("50000000") @Min(1) long maxPixels,
        @DefaultValue("64") @Min(1) int maxScans,
        @DefaultValue("4") @Min(1) int threads) {
    /** What of a topic's record is no picture: its key, its headers. The topics allow as much. */
    private static final DataSize REST_OF_A_RECORD = DataSize.ofMegabytes(1);
    /** Kafka's own default: more records of the smallest pictures in a batch gain nothing. */
    private static final long MOST_RECORDS = 500;

    /** Records of a batch: as many as fit even if each is as long as it may be, and one at least. */
    int maxPollRecords() {
        return (int) Math.max(1, Math.min(MOST_RECORDS, bytesInFlight.toBytes() / maxBytes.toBytes()));
    }

    /** Bytes that one answer of a broker may have. */
    int fetchMaxBytes() {
        return (int) Math.min(Integer.MAX_VALUE, bytesInFlight.toBytes());
    }

    /** Bytes of one partition in an answer: the longest record, so that each partition has its turn. */
    int maxPartitionFetchBytes() {
        return (int) Math.min(fetchMaxBytes(), maxBytes.toBytes() + REST_OF_A_RECORD.toBytes());
    }

    /** What is refused of pictures that may have this many bytes. */
    PictureLimits limits(long bytes) {
        return new PictureLimits(bytes, maxPixels, maxScans);
    }
}
