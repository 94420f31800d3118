package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementFilesTest {
    @Test
    void writesTheRoundsWithTheirRatesAndWhereTheyWereMeasured(@TempDir Path folder) throws IOException {
        // Given
        var round = new Round(
                100,
                2,
                Duration.ofSeconds(6),
                Duration.ofSeconds(1),
                Duration.ofSeconds(9),
                Duration.ofSeconds(8),
                Duration.ofSeconds(12));
        var measurement = new Measurement(
                new Machine("Some CPU", 2, "Linux amd64", "Java 17"),
                LocalDate.of(2026, 11, 25),
                "abc1234",
                "mvn verify",
                List.of(round));
        // When
        var files = new MeasurementFiles(folder.resolve("deep/er")).write("throughput", measurement);
        // Then
        var tree = JsonMapper.builder().build().readTree(files.json().toFile());
        assertThat(tree.at("/machine/processor").asText()).isEqualTo("Some CPU");
        assertThat(tree.at("/commit").asText()).isEqualTo("abc1234");
        assertThat(tree.at("/rounds/0/limitPerSecond").asDouble()).isCloseTo(20, within(1e-9));
        assertThat(tree.at("/rounds/0/shareOfLimit").asDouble()).isCloseTo(0.625, within(1e-9));
        assertThat(tree.at("/rounds/0/engineUse").asDouble()).isCloseTo(0.75, within(1e-9));
        assertThat(Files.readString(files.row())).isEqualTo(measurement.markdownRow() + "\n");
    }
}
