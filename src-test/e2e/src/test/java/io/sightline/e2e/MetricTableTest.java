package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of metrics says what the code says; {@code -Dmetrics.update=true} writes it anew. */
class MetricTableTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path PAGE = ROOT.resolve("helm").resolve("metrics.md");
    private static final String BEGIN = "<!-- metrics: begin -->\n";
    private static final String END = "<!-- metrics: end -->";
    private static final Pattern MADE = Pattern.compile(
            "(?:(?:builder|counter|gauge|timer)\\(\\s*\"|micrometer:(?:counter|timer|gauge):)(sightline\\.[a-z.-]+)");
    private static final Pattern NAMED = Pattern.compile("Metric\\.([A-Z_]+)\\.meter\\(\\)");
    /** RunUpkeep makes their names of those of the works. */
    private static final Set<Metric> OF_UPKEEP = EnumSet.of(
            Metric.AUDIT_ROWS,
            Metric.CLAIMS_SCRUB,
            Metric.CLAIMS_SCRUB_BYTES,
            Metric.CLAIMS_SWEEP,
            Metric.CLAIMS_SWEEP_BYTES,
            Metric.RETENTION);

    @Test
    void thePageListsEveryMetric() throws IOException {
        // Given
        var page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        if (Boolean.getBoolean("metrics.update")) {
            page = page.substring(0, begin) + MetricTable.text() + page.substring(page.indexOf(END));
            Files.writeString(PAGE, page);
        }
        // When
        var table = page.substring(begin, page.indexOf(END));
        // Then
        assertThat(table).isEqualTo(MetricTable.text());
    }

    @Test
    void theCodeMakesEveryMetricAndNoOther() throws IOException {
        // Given
        var made = new TreeSet<String>();
        OF_UPKEEP.forEach(metric -> made.add(metric.meter()));
        // When
        for (var folder : new String[] {"processors/src/main/java", "routes/src/main/java", "routes/camel"}) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var text = Files.readString(file);
                    MADE.matcher(text).results().forEach(name -> made.add(name.group(1)));
                    NAMED.matcher(text)
                            .results()
                            .forEach(name ->
                                    made.add(Metric.valueOf(name.group(1)).meter()));
                }
            }
        }
        // Then
        assertThat(made)
                .isEqualTo(Arrays.stream(Metric.values())
                        .map(Metric::meter)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
