package io.sightline.chart;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that cannot be used are refused before anything is installed, by path, value and the way out. */
class RefusalsTest {
    /**
     * A row of refusals.yaml.
     *
     * @param values YAML, on top of the example for development
     * @param says words of the message
     */
    record Refusal(String values, List<String> says) {
        @Override
        public String toString() {
            return values;
        }
    }

    static List<Refusal> refusals() throws IOException {
        try (var input = requireNonNull(RefusalsTest.class.getResourceAsStream("/refusals.yaml"))) {
            return new YAMLMapper().readValue(input, new TypeReference<>() {});
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void saysWhatIsWrongAndTheWayOut(Refusal given) {
        assertThatThrownBy(() -> Chart.render(given.values())).message().contains(given.says());
    }

    @Test
    void knowsManyMistakes() throws IOException {
        assertThat(refusals()).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @Test
    void tellsAllMistakesAtOnce() {
        assertThatThrownBy(() -> Chart.render("connections: {kafka: {brokers: ''}, s3: {endpoint: s3}}"))
                .message()
                .contains("2 of the values cannot be used", "connections.kafka.brokers", "connections.s3.endpoint");
    }

    @Test
    void refusesEveryValueThatItDoesNotKnowAtAnyDepth() {
        var values = Chart.values();
        assertThat(ValuesTable.objects(values))
                .hasSizeGreaterThan(30)
                .allSatisfy(path -> assertThatThrownBy(() -> Chart.render(ValuesTable.nested(path + ".mistyped", "1")))
                        .as(path)
                        .message()
                        .contains("'mistyped' not allowed"));
    }
}
