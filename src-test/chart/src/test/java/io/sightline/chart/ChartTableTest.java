package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The README's table says what values.yaml says; {@code -Dchart.update=true} writes it anew. */
class ChartTableTest {
    private static final String BEGIN = "<!-- values: begin -->\n";
    private static final String END = "\n<!-- values: end -->";

    @Test
    void theReadmeListsEveryValueWithItsDefaultAndMeaning() throws IOException {
        // Given
        var expected = ValuesTable.of(Chart.read(Chart.FOLDER.resolve("values.yaml")));
        var file = Chart.FOLDER.resolve("README.md");
        var readme = Chart.read(file);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();
        int end = readme.indexOf(END);
        if (Boolean.getBoolean("chart.update")) {
            readme = readme.substring(0, begin) + expected + readme.substring(end);
            Files.writeString(file, readme);
            end = readme.indexOf(END);
        }
        // When
        var table = readme.substring(begin, end);
        // Then
        assertThat(table).isEqualTo(expected);
    }

    @Test
    void theImageIsOfTheVersionThatTheBuildMakes() {
        var pom = Chart.read(Chart.FOLDER.resolve("..").resolve("pom.xml"));
        var version = pom.substring(pom.indexOf("<version>") + "<version>".length(), pom.indexOf("</version>"));
        assertThat(Chart.read(Chart.FOLDER.resolve("Chart.yaml"))).contains("\nappVersion: " + version + "\n");
    }

    @Test
    void everyValueIsExplained() {
        assertThat(ValuesTable.unexplained(Chart.read(Chart.FOLDER.resolve("values.yaml"))))
                .isEmpty();
    }
}
