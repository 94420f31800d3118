package io.sightline.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts and dashboards ask for what the runtime measures, and each alert has a page that says what to do. */
class MonitoringTest {
    private static final Pattern METRIC = Pattern.compile("[a-z_]+(?=\\{)");
    private static final Pattern METER = Pattern.compile("\"(sightline\\.[a-z.-]+)\"");
    /** Of Spring Boot, for each bundle with a certificate; {@code TlsIT} asks for it. */
    private static final String CERTIFICATES = "ssl_chain_expiry_seconds";
    /** Of Spring Boot too, for each path that is called. */
    private static final List<String> REQUESTS =
            List.of("http_server_requests_seconds_count", "http_server_requests_seconds_max");

    private static final String RULES =
            "monitoring: {prometheusRule: {enabled: true, runbookUrl: 'https://wiki.example.org/pages/'}}";

    @Test
    void eachAlertHasASeverityWordsAndAPage() {
        // When
        var rules = rules(RULES);
        // Then
        assertThat(rules).hasSizeGreaterThan(10).allSatisfy(rule -> {
            var alert = rule.path("alert").asText();
            assertThat(rule.path("labels").path("severity").asText()).isIn("critical", "warning");
            assertThat(rule.path("labels").path("namespace").asText()).isEqualTo(Chart.NAMESPACE);
            assertThat(rule.path("for").asText()).matches("\\d+m|\\d+h");
            assertThat(rule.path("annotations").path("summary").asText()).isNotBlank();
            assertThat(rule.path("annotations").path("description").asText()).isNotBlank();
            assertThat(Chart.read(Chart.FOLDER.resolve("runbooks").resolve(alert + ".md")))
                    .contains("\nLook: ", "\nDo: ");
        });
    }

    @Test
    void eachFileIsAnAlertAndEachPageToo() {
        var alerts = Chart.names("alerts", ".yaml");
        assertThat(rules(RULES).map(rule -> rule.path("alert").asText())).containsExactlyElementsOf(alerts);
        assertThat(Chart.names("runbooks", ".md")).isEqualTo(alerts);
    }

    @Test
    void leavesOutWhatIsDisabled() {
        assertThat(rules("monitoring: {prometheusRule: {enabled: true, disabled: [SightlineFramesStuck]}}")
                        .map(rule -> rule.path("alert").asText()))
                .isNotEmpty()
                .doesNotContain("SightlineFramesStuck");
    }

    @Test
    void namesNoPageThatNobodyCanOpen() {
        assertThat(rules("monitoring: {prometheusRule: {enabled: true}}"))
                .isNotEmpty()
                .allSatisfy(rule ->
                        assertThat(rule.path("annotations").has("runbook_url")).isFalse());
    }

    @Test
    void missesAPromoterAlsoWhereNobodySpeaks() {
        assertThat(expression("SightlineNoPromoter", RULES)).contains("or vector(0)) == 0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SightlineNoPromoter | promote: null
            SightlineNoPromoter | promote: {replicas: 0}
            SightlineNoAudit    | sink: null
            SightlineNoAudit    | sink: {replicas: 0}
            SightlineNoAudit    | sink: {autoscaling: {type: keda, minReplicas: 0, maxReplicas: 2}}""")
    void missesAStageOnlyWhereOneIsToBe(String alert, String workload) {
        assertThat(rules("{workloads: {" + workload + "}, " + RULES + "}")
                        .map(rule -> rule.path("alert").asText()))
                .isNotEmpty()
                .doesNotContain(alert);
    }

    @Test
    void missesAStageThatScalesButNotToNothing() {
        assertThat(expression(
                        "SightlineNoAudit",
                        "{workloads: {sink: {autoscaling: {type: keda, minReplicas: 1, maxReplicas: 2}}}, " + RULES
                                + "}"))
                .contains("absent(");
    }

    /** The metric is Spring Boot's own. */
    @Test
    void knowsItsCertificatesFromThoseOfOthersByWhoReadsThem() {
        var rendering = Chart.render("monitoring: {serviceMonitor: {enabled: true}, prometheusRule: {enabled: true}}");
        var service = rendering
                .find(Service.class, "vision-sightline-management")
                .orElseThrow()
                .getMetadata()
                .getName();

        assertThat(rendering.kind("PrometheusRule").get(0).toString())
                .contains(CERTIFICATES + "{namespace=\\\"cameras\\\",service=\\\"" + service + "\\\"}");
        assertThat(expression("SightlineCertificateExpiry", RULES)).contains(CERTIFICATES + "{namespace=\"cameras\"})");
    }

    @Test
    void aLagIsAsLargeAsTheValuesSay() {
        assertThat(expression("SightlineLagGrowing", RULES)).contains("> 1000 or ");
        assertThat(expression("SightlineLagGrowing", "monitoring: {prometheusRule: {enabled: true, lag: 2500000}}"))
                .contains("> 2500000 or ");
    }

    @Test
    void asksForWhatTheRuntimeMeasures() throws IOException {
        // Given
        var rendering = Chart.render("monitoring: {prometheusRule: {enabled: true}, dashboard: {enabled: true}}");
        var asked = new TreeSet<String>();
        rendering.kind("PrometheusRule").forEach(rule -> asked.addAll(found(METRIC, rule.toString())));
        asked.addAll(found(METRIC, dashboard(rendering).toString()));
        // Then
        assertThat(asked).hasSizeGreaterThan(12).isSubsetOf(measured());
    }

    @Test
    void theDashboardHasPanelsThatFitTheScreen() {
        var dashboard = dashboard(Chart.render("monitoring: {dashboard: {enabled: true}}"));
        assertThat(dashboard.path("panels")).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.path("description").asText()).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.path("gridPos").path("x").asInt()
                            + panel.path("gridPos").path("w").asInt())
                    .isLessThanOrEqualTo(24);
            assertThat(panel.path("targets").get(0).path("expr").asText()).contains("namespace=\"$namespace\"");
        });
    }

    /** For promtool, which {@code .ci/run} lets check rules, and nothing else of PromQL. */
    @Test
    void writesWhatThePanelsAskForAsRules() throws IOException {
        // Given
        var rules = new ArrayList<Map<String, String>>();
        for (var panel : dashboard(Chart.render("monitoring: {dashboard: {enabled: true}}"))
                .path("panels")) {
            for (var target : panel.path("targets")) {
                var name = "panel_" + panel.path("id").asText() + "_"
                        + target.path("refId").asText();
                rules.add(Map.of("record", name, "expr", target.path("expr").asText()));
            }
        }
        // When
        new YAMLMapper()
                .writeValue(
                        Path.of("target", "panels.yaml").toFile(),
                        Map.of("groups", List.of(Map.of("name", "panels", "rules", rules))));
        // Then
        assertThat(rules).doesNotHaveDuplicates().hasSizeGreaterThan(12);
    }

    private static String expression(String alert, String values) {
        return rules(values)
                .filter(rule -> rule.path("alert").asText().equals(alert))
                .findFirst()
                .orElseThrow()
                .path("expr")
                .asText();
    }

    private static Stream<JsonNode> rules(String values) {
        var rule = Chart.render(values).kind("PrometheusRule").get(0);
        return StreamSupport.stream(rule.at("/spec/groups/0/rules").spliterator(), false);
    }

    private static JsonNode dashboard(Rendering rendering) {
        var map = rendering.find(ConfigMap.class, "vision-sightline-dashboard").orElseThrow();
        assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
        return Serialization.unmarshal(map.getData().get("sightline.json"), JsonNode.class);
    }

    /** Names of meters in the sources, as Prometheus has them: as they are, of counters, and of timers. */
    private static Set<String> measured() throws IOException {
        var names = new TreeSet<String>();
        names.add(CERTIFICATES);
        names.addAll(REQUESTS);
        for (var module : new String[] {"processors", "routes"}) {
            try (var files = Files.walk(Path.of("..", "..", module, "src", "main", "java"))) {
                for (var file :
                        files.filter(it -> it.toString().endsWith(".java")).toList()) {
                    for (var meter : found(METER, Files.readString(file))) {
                        var name = meter.replace("\"", "").replaceAll("[.-]", "_");
                        for (var ending : new String[] {"", "_total", "_seconds_sum", "_seconds_count"}) {
                            names.add(name + ending);
                        }
                    }
                }
            }
        }
        return names;
    }

    private static Set<String> found(Pattern pattern, String text) {
        var all = new TreeSet<String>();
        pattern.matcher(text).results().forEach(result -> all.add(result.group()));
        return all;
    }
}
