package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each alert has tests in which it fires and in which it does not, in the format of Prometheus' promtool. That runs
 * them in {@code .ci/run}, on the rules that are written here as Helm renders them.
 */
class AlertRulesTest {
    private static final Path RULES = Path.of("target", "rules.yaml");
    private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)\\{([^}]*)}");
    private static final String PAGES = "https://wiki.example.org/pages/";

    @BeforeAll
    static void writeRules() throws IOException {
        var rule = Chart.render("monitoring: {serviceMonitor: {enabled: true}, prometheusRule: {enabled: true,"
                        + " runbookUrl: '" + PAGES + "'}}")
                .kind("PrometheusRule")
                .get(0);
        new YAMLMapper().writeValue(RULES.toFile(), rule.path("spec"));
    }

    static List<String> alerts() {
        return Chart.names("alerts", ".yaml");
    }

    @Test
    void eachFileOfTestsIsOfAnAlert() {
        assertThat(Chart.names("tests/rules", ".yaml")).isEqualTo(alerts());
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void hasATestInWhichItFiresAndOneInWhichItDoesNot(String alert) {
        var file = Chart.FOLDER.resolve("tests/rules").resolve(alert + ".yaml");
        var tests = Serialization.unmarshal(Chart.read(file), JsonNode.class);

        assertThat(elements(tests.path("rule_files")))
                .extracting(path -> file.resolveSibling(path.asText()).normalize())
                .containsExactly(RULES.toAbsolutePath());
        assertThat(elements(tests.path("tests")))
                .allSatisfy(test -> assertThat(checks(test))
                        .isNotEmpty()
                        .allSatisfy(check ->
                                assertThat(check.path("alertname").asText()).isEqualTo(alert)));
        assertThat(elements(tests.path("tests")))
                .anyMatch(test -> checks(test).stream().anyMatch(AlertRulesTest::fires))
                .anyMatch(test -> checks(test).stream().noneMatch(AlertRulesTest::fires));
        assertThat(asked(tests.path("tests").findValuesAsText("series"))).isEqualTo(asked(List.of(expression(alert))));
    }

    /** A page says first what its alert says. */
    @ParameterizedTest
    @MethodSource("alerts")
    void hasAPageThatBeginsWithItsDescription(String alert) {
        var annotations = rule(alert).path("annotations");

        assertThat(annotations.path("runbook_url").asText()).isEqualTo(PAGES + alert + ".md");
        assertThat(Chart.read(Chart.FOLDER.resolve("runbooks").resolve(alert + ".md")))
                .startsWith(
                        "# " + alert + "\n" + annotations.path("description").asText() + "\n\n");
    }

    /** Prometheus may watch more than one installation. */
    @ParameterizedTest
    @MethodSource("alerts")
    void asksForItsNamespaceAlone(String alert) {
        assertThat(SELECTOR.matcher(expression(alert)).results())
                .isNotEmpty()
                .allSatisfy(selector -> assertThat(selector.group(2)).startsWith("namespace=\"cameras\""));
    }

    private static String expression(String alert) {
        return rule(alert).path("expr").asText();
    }

    private static JsonNode rule(String alert) {
        var rules = Serialization.unmarshal(Chart.read(RULES), JsonNode.class);
        return elements(rules.at("/groups/0/rules")).stream()
                .filter(rule -> rule.path("alert").asText().equals(alert))
                .findFirst()
                .orElseThrow();
    }

    private static TreeSet<String> asked(List<String> expressions) {
        var names = new TreeSet<String>();
        for (var expression : expressions) {
            SELECTOR.matcher(expression).results().forEach(selector -> names.add(selector.group(1)));
        }
        return names;
    }

    private static List<JsonNode> checks(JsonNode test) {
        return elements(test.path("alert_rule_test"));
    }

    private static boolean fires(JsonNode check) {
        return !check.path("exp_alerts").isEmpty();
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
