package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;

/** Values that cannot be used are told before anything else, in words of their settings. */
class CheckValuesTest {
    /** Of records that have some of their defaults there. */
    private static final Map<String, Object> DEFAULTS =
            Map.of("sightline.artifacts.cache", "artifacts", "sightline.artifacts.report-period", "5s");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sightline.http.client-rate | abc | =abc is no whole number",
                "sightline.http.client-rate | 99999999999 | =99999999999 is no whole number up to 2147483647",
                "sightline.ingest.max-pixels | 5e7 | =5e7 is no whole number",
                "sightline.query.exports | 0 | =0 is refused: must be greater than or equal to 1",
                "sightline.redrive.per-second | 1001 | =1001 is refused: must be less than or equal to 1000",
                "sightline.claims.dry-run | maybe | =maybe is neither true nor false",
                "sightline.startup.timeout | soon | =soon is no duration, such as 500ms, 30s",
                "sightline.http.body-timeout | 0s | =0s is refused: must be longer than or equal to 1 second",
                "sightline.audit-log.keep | 36h | must be whole days, such as 2d, was PT36H",
                "sightline.ingest.bytes-in-flight | 64 megabytes | =64 megabytes is no size, such as 512KB or 64MB",
                "sightline.http.max-bytes-in-flight | 1KB | must be at least 20MB, .*max-file-size.*was 1024B",
                "sightline.audit-log.max-file-size | 1KB | must be at least 1MB, was 1024B",
                "sightline.stages | '' | = is empty: name one or more of ingest, detect, sink",
                "sightline.stages | api,ingst | =api,ingst is no list of ingest, detect, sink, promote, api, pipes",
                "sightline.models.mine.from | mlfow | =mlfow is none of directory, mlflow",
                "sightline.artifacts.cache-limit | 1KB | must be at least 1MB, was 1024B",
                "sightline.artifacts.report-period | 10ms | =10ms is refused: must be longer than or equal to 1 second",
                "sightline.registry.url | 1http://host | =1http://host is no address"
            })
    void saysWhichSettingIsWrongAndHow(String name, String value, String rule) {
        var analysis = analyse(Map.of(name, value));

        assertThat(analysis.getDescription())
                .startsWith(name)
                .containsPattern(rule)
                .doesNotContain("java.", "@");
        assertThat(analysis.getAction()).contains("README");
    }

    @ParameterizedTest
    @CsvSource({
        "sightline.registry.url, 1http://reader:s3cret@registry/x, sightline.registry.url=1http://***@registry/x is no address",
        "sightline.registry.url, 1http://reader:s/ 3c@ret@registry, sightline.registry.url=1http://***@registry is no address",
        "sightline.keycloak.server-url, ftp://admin:s3cret@host, sightline.keycloak.server-url=ftp://***@host is refused"
    })
    void showsNoPasswordOfAnAddress(String name, String value, String shown) {
        assertThat(analyse(Map.of(name, value)).getDescription())
                .startsWith(shown)
                .doesNotContain("3c", "ret", "reader", "admin");
    }

    @Test
    void saysWhoHasSetIt() {
        assertThat(analyse(Map.of("sightline.query.exports", "many")).getDescription())
                .endsWith("; it is set by \"sightline.query.exports\" from property source \"file\"");
    }

    @Test
    void takesWhatCanBeUsed() {
        Map<String, Object> settings = Map.of(
                "sightline.stages", "api",
                "sightline.http.max-bytes-in-flight", "20MB",
                "sightline.audit-log.keep", "48h",
                "sightline.claims.dry-run", "off",
                "sightline.claims.grace", "3d");

        assertThatCode(() -> check(settings)).doesNotThrowAnyException();
    }

    @Test
    void knowsEveryRecord() {
        assertThat(CheckValues.records())
                .contains(HttpProperties.class, SightlineProperties.Topics.class, DocsProperties.class);
    }

    private static FailureAnalysis analyse(Map<String, Object> settings) {
        try {
            check(settings);
        } catch (StartupException failure) {
            var analysis = new StartupFailures().analyze(failure);
            assertThat(analysis).isNotNull();
            return analysis;
        }
        throw new AssertionError("start-up did not fail");
    }

    private static void check(Map<String, Object> settings) {
        var environment = new StandardEnvironment() {
            @Override
            protected void customizePropertySources(MutablePropertySources sources) {
                sources.addLast(new MapPropertySource("file", settings));
                sources.addLast(new MapPropertySource("application.yaml", DEFAULTS));
            }
        };
        ConfigurationPropertySources.attach(environment);
        try (var context = new GenericApplicationContext()) {
            context.setEnvironment(environment);
            new CheckValues().initialize(context);
        }
    }
}
