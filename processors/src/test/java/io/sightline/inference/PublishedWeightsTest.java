package io.sightline.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Families with published weights against what the packages that carry them found, as
 * {@code src/test/python/published_weights.py} has just recorded it in {@code target/published-weights}.
 */
@Tag("slow")
class PublishedWeightsTest {
    private static final Path WEIGHTS = Path.of("../target/published-weights");
    private static final Path PICTURES = Path.of("src/test/resources/pictures");

    @ParameterizedTest
    @CsvSource({"centerface, faces", "picodet, pages"})
    void findWhatTheirPackageFinds(String family, String pictures, @TempDir Path scratch) {
        // Given
        var fixture = new ParityFixture(WEIGHTS.resolve(family), PICTURES.resolve(pictures));
        assertThat(fixture.expected()).hasSizeGreaterThanOrEqualTo(5);
        try (var engine = fixture.engine(scratch)) {
            fixture.expected().forEach(expected -> {
                // When
                var inference = engine.detect(fixture.picture(expected), DetectionOptions.NONE);
                // Then
                ParityFixture.assertParity(inference, expected);
            });
        }
    }
}
