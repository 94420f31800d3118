package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sightline.runtime.SightlineProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The chart's list of the runtime's properties, by which it refuses names that would end a start; {@code
 * -Dchart.update=true} writes it anew.
 */
class PropertyNamesTest {
    private static final Path LIST = Chart.FOLDER.resolve("properties.txt");

    @Test
    void areThoseThatTheRuntimeKnows() throws IOException {
        // Given
        var known = known();
        if (Boolean.getBoolean("chart.update")) {
            Files.writeString(LIST, String.join("\n", known) + "\n");
        }
        // When
        var listed = Chart.read(LIST).lines();
        // Then
        assertThat(known).hasSizeGreaterThan(90).contains("sightline.stages", "sightline.models.*.registered-name");
        assertThat(listed).containsExactlyElementsOf(known);
    }

    private static TreeSet<String> known() throws IOException {
        var names = new TreeSet<String>();
        for (JsonNode property : Metadata.properties()) {
            var name = property.path("name").asText();
            if (name.startsWith("sightline.")
                    && !property.path("type").asText().startsWith("java.util.Map")) {
                names.add(name);
            }
        }
        // Keys of models are the user's, so that the description of properties has none of their fields.
        Arrays.stream(SightlineProperties.Model.class.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT))
                .forEach(field -> names.add("sightline.models.*." + field));
        return names;
    }
}
