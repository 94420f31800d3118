package io.sightline.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The README's list of the keys of detector.yaml says what the code says. */
class DetectorReferenceTest {
    private final List<DetectorFamily> families = DetectorFamilies.standard().families();

    private String readme = "";

    @BeforeEach
    void read() throws IOException {
        readme = Files.readString(Path.of("..", "README.md"));
    }

    @Test
    void namesEveryKeyOfTheInput() {
        var input = new ObjectMapper()
                .<JsonNode>valueToTree(families.get(0).defaults())
                .path("input");
        assertThat(input.properties())
                .allSatisfy(entry -> assertThat(readme).contains("| `input." + entry.getKey() + "` |"));
    }

    @Test
    void namesEveryWordThatAKeyMayHave() {
        var mapper = new ObjectMapper();
        for (var kind : List.of(
                InputSpec.Resize.values(),
                InputSpec.Interpolation.values(),
                InputSpec.Layout.values(),
                InputSpec.Colour.values(),
                InputSpec.Decode.values())) {
            for (var word : mapper.<JsonNode>valueToTree(kind)) {
                assertThat(readme).contains("`" + word.asText() + "`");
            }
        }
    }

    @Test
    void namesEveryThresholdOfEachFamilyWithItsDefault() {
        assertThat(families).allSatisfy(family -> assertThat(readme).contains(row(family.defaults())));
    }

    private static String row(DetectorSpec spec) {
        var thresholds = spec.thresholds().entrySet().stream()
                .map(entry -> "`" + entry.getKey() + "` " + number(entry.getValue()))
                .collect(Collectors.joining(", "));
        var input = spec.input();
        var size = input.width() > 0 ? input.width() + "x" + input.height() : "-";
        return "| `" + spec.family() + "` | " + thresholds + " | " + size + " | "
                + spec.labels().get(0) + " |";
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
