package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.CaseContent;
import io.sightline.integration.CaseFile;
import io.sightline.integration.CaseFiles;
import io.sightline.integration.CaseValue;
import io.sightline.integration.SourceFile;
import io.sightline.integration.Surroundings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How files of tests are read. */
class CaseFilesTest {
    private static final Path VALID = Path.of("src/test/resources/corpus/valid");

    @Test
    void takesScalarsForWhatTheyAre() throws IOException {
        var input = read().cases().get(0).inputs().get(0);

        assertThat(input.isRoute()).isTrue();
        assertThat(input.body()).isEqualTo(new CaseContent.Text("a text\non two lines\n"));
        assertThat(values(input.headers()))
                .containsEntry("kind", "a")
                .containsEntry("number", 1)
                .containsEntry("ratio", new BigDecimal("0.5"))
                .containsEntry("is", true)
                .containsEntry("none", null);
    }

    @Test
    void readsJsonFromYamlAndFromText() throws IOException {
        var inputs = read().cases().get(0).inputs();

        assertThat(((CaseContent.Json) inputs.get(1).body()).value())
                .hasToString("{\"list\":[1,\"two\",3.5,null],\"object\":{\"a\":\"1\"}}");
        assertThat(((CaseContent.Json) inputs.get(2).body()).value()).hasToString("{\"a\":[1]}");
        assertThat(((CaseContent.Bytes) inputs.get(4).body()).file())
                .isEqualTo(VALID.resolve("kafka-to-log.camel.yaml"));
    }

    @Test
    void readsWhatACaseIsRunWith() throws IOException {
        var file = read();
        var first = file.cases().get(0);
        var second = file.cases().get(1);

        assertThat(file.route())
                .isEqualTo(VALID.resolve("kafka-to-log.camel.yaml").toString());
        assertThat(first.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(first.ordered()).isFalse();
        assertThat(first.with())
                .containsExactly(VALID.resolve("all-parameters.camel.yaml").toString());
        assertThat(first.properties()).containsEntry("my.folder", "a");
        assertThat(first.beans().keySet()).containsExactly("clock", "clock.getTime", "other");
        assertThat(first.expectations().get(2).count()).isEqualTo(2);
        assertThat(second.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(second.ordered()).isTrue();
        assertThat(second.fails().orElseThrow().message()).isEqualTo("away");
    }

    @Test
    void findsTheTestsOfAFolderAndThatOfARoute() throws IOException {
        assertThat(CaseFiles.find(List.of(VALID))).hasSize(1);
        assertThat(CaseFiles.find(List.of(VALID.resolve("kafka-to-log.camel.yaml"), VALID)))
                .singleElement()
                .extracting(SourceFile::name)
                .isEqualTo(VALID.resolve("kafka-to-log.test.yaml").toString());
        assertThat(CaseFiles.find(List.of(VALID.resolve("several.pipe.yaml")))).isEmpty();
    }

    private static CaseFile read() throws IOException {
        var reading = CaseFiles.read(
                SourceFile.read(VALID.resolve("kafka-to-log.test.yaml")),
                Surroundings.of(CaseFilesTest.class.getClassLoader()));
        assertThat(reading.findings()).isEmpty();
        return Objects.requireNonNull(reading.file());
    }

    private static Map<String, Object> values(Map<String, CaseValue> values) {
        var plain = new TreeMap<String, Object>();
        values.forEach((name, value) -> plain.put(name, value.value()));
        return plain;
    }
}
