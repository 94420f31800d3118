package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class IngestPropertiesTest {
    @Test
    void batchOfTheDefaultsHoldsSixPicturesOfTenMebibytes() {
        // Given
        var ingest = ingest("10MB", "64MB");
        // When, then
        assertThat(ingest.maxPollRecords()).isEqualTo(6);
        assertThat(ingest.fetchMaxBytes()).isEqualTo(64 * 1024 * 1024);
        assertThat(ingest.maxPartitionFetchBytes()).isEqualTo(11 * 1024 * 1024);
    }

    @ParameterizedTest
    @CsvSource({
        "10MB, 1MB, 1, 1048576, 1048576",
        "1MB, 128MB, 128, 134217728, 2097152",
        "1KB, 64MB, 500, 67108864, 1049600",
        "10MB, 8GB, 500, 2147483647, 11534336"
    })
    void batchFollowsFromTheBytesThatMayBeInMemory(
            String longest, String inFlight, int records, int fetch, int partition) {
        // Given
        var ingest = ingest(longest, inFlight);
        // When, then
        assertThat(ingest.maxPollRecords()).isEqualTo(records);
        assertThat(ingest.fetchMaxBytes()).isEqualTo(fetch);
        assertThat(ingest.maxPartitionFetchBytes()).isEqualTo(partition);
    }

    private static IngestProperties ingest(String longest, String inFlight) {
        return new IngestProperties(DataSize.parse(longest), DataSize.parse(inFlight), 50_000_000, 64, 4);
    }
}
