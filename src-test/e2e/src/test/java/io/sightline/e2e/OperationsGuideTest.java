package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for operators lead to what there is, and their figures were measured. */
class OperationsGuideTest {
    private static final Path HELM = Path.of("..", "..", "helm");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern FIGURE = Pattern.compile("\\d[\\d.,]*\\d|\\d");

    @ParameterizedTest
    @ValueSource(strings = {"operations.md", "metrics.md"})
    void everyLinkLeadsSomewhere(String page) throws IOException {
        // Given
        var text = Files.readString(HELM.resolve(page));
        var astray = new ArrayList<String>();
        // When
        for (var link : LINK.matcher(text).results().toList()) {
            var file = link.group(1).isEmpty() ? HELM.resolve(page) : HELM.resolve(link.group(1));
            if (!Files.exists(file) || link.group(2) != null && !sections(file).containsKey(link.group(2))) {
                astray.add(link.group());
            }
        }
        // Then
        assertThat(astray).isEmpty();
    }

    /** A row of the table of sizes has its figures as they stand under the heading that it links. */
    @Test
    void everyFigureStandsUnderItsHeading() throws IOException {
        // Given
        var text = Files.readString(HELM.resolve("operations.md"));
        var rows = text.substring(text.indexOf("<!-- figures: begin -->"), text.indexOf("<!-- figures: end -->"))
                .lines()
                .filter(line -> line.contains("RESULTS.md#"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(10);
        // When
        for (var row : rows) {
            var cells = List.of(row.split("\\|"));
            var link = LINK.matcher(row);
            assertThat(link.find()).isTrue();
            var section =
                    Objects.requireNonNull(sections(HELM.resolve(link.group(1))).get(link.group(2)), row);
            // Then
            assertThat(FIGURE.matcher(cells.get(2)).results().map(figure -> figure.group()))
                    .as(row)
                    .isNotEmpty()
                    .allSatisfy(figure -> assertThat(section).containsPattern("(?<![\\d.,])" + Pattern.quote(figure)));
        }
    }

    /** Text of each heading, until the next one, by the anchor that readers of Markdown give it. */
    private static Map<String, String> sections(Path file) throws IOException {
        var text = Files.readString(file);
        var sections = new LinkedHashMap<String, String>();
        var headings = HEADING.matcher(text).results().toList();
        for (int i = 0; i < headings.size(); i++) {
            var end = i + 1 < headings.size() ? headings.get(i + 1).start() : text.length();
            var anchor = headings.get(i)
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-');
            sections.putIfAbsent(anchor, text.substring(headings.get(i).end(), end));
        }
        return sections;
    }
}
