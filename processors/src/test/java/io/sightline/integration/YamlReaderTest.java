package io.sightline.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.YamlNode.Entries;
import io.sightline.integration.YamlNode.Text;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
    private final Findings findings = new Findings("a.camel.yaml");

    @Test
    void knowsWhereEachKeyAndValueStands() {
        var route = (Entries) read("# first\nroute:\n  id:   mine\n  from: { uri: \"timer:x?period=1\" }\n")
                .get(0);

        var id = route.under("route").entry("id").orElseThrow();
        assertThat(id.key().place()).isEqualTo(new Place(3, 3));
        assertThat(id.value().place()).isEqualTo(new Place(3, 9));
        var uri = route.under("route").under("from").text("uri").orElseThrow();
        assertThat(uri.at("timer:x?".length())).isEqualTo(new Place(4, 25));
    }

    @Test
    void knowsWhereALineOfWindowsStands() {
        var route = (Entries) read("\uFEFFa: 1\r\nb: 2\r\n").get(0);

        assertThat(route.placeOf("b")).isEqualTo(new Place(2, 1));
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void readsSeveralDocuments() {
        assertThat(read("a: 1\n---\nb: 2\n")).hasSize(2);
    }

    @Test
    void writesAnAliasOut() {
        var both = (Entries) read("a: &x { k: v }\nb: *x\n").get(0);

        assertThat(both.under("b").text("k").map(Text::value)).contains("v");
    }

    @Test
    void namesTheSizeOfAFileThatIsTooLong() {
        var content = new byte[SourceFile.LONGEST + 1];
        Arrays.fill(content, (byte) ' ');

        assertThat(YamlReader.read(new SourceFile("long.camel.yaml", content), findings))
                .isEmpty();
        assertThat(findings.all())
                .singleElement()
                .asString()
                .contains("the file has 10.0 MB, and at most 10 MB are read");
    }

    @Test
    void readsNoMoreValuesThanAnyRouteNeeds() {
        var text = "- a\n".repeat(250_000);

        assertThat(read(text)).isEmpty();
        assertThat(findings.all()).singleElement().satisfies(finding -> {
            assertThat(finding.message()).contains("more than 200000 values");
            assertThat(finding.line()).isEqualTo(200_000);
        });
    }

    @Test
    void survivesNestingThatWouldFillTheStack() {
        assertThat(read("[".repeat(1_000_000))).isEmpty();

        assertThat(findings.all()).singleElement().asString().contains("more than 100 deep");
    }

    @Test
    void keepsTheFirstOfTwoEqualKeys() {
        var entries = (Entries) read("a: 1\nb: 2\na: 3\n").get(0);

        assertThat(entries.text("a").map(Text::value)).contains("1");
        assertThat(findings.all())
                .singleElement()
                .satisfies(finding -> assertThat(finding.line()).isEqualTo(3));
    }

    private List<YamlNode> read(String text) {
        return YamlReader.read(new SourceFile("a.camel.yaml", text.getBytes(StandardCharsets.UTF_8)), findings);
    }
}
