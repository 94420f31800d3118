package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Which environment variables are settings, and which only look like some. */
class CheckPropertiesTest {
    @ParameterizedTest
    @CsvSource({
        "SIGHTLINE_SERVICE_HOST,           10.96.0.7",
        "SIGHTLINE_SERVICE_PORT,           8080",
        "SIGHTLINE_SERVICE_PORT_HTTP,      8080",
        "SIGHTLINE_SERVICE_PORT_WEB_2,     8080",
        "SIGHTLINE_PORT,                   tcp://10.96.0.7:8080",
        "SIGHTLINE_PORT_8080_TCP,          tcp://10.96.0.7:8080",
        "SIGHTLINE_PORT_8080_TCP_PROTO,    tcp",
        "SIGHTLINE_PORT_8080_TCP_PORT,     8080",
        "SIGHTLINE_PORT_8080_TCP_ADDR,     10.96.0.7",
        "SIGHTLINE_PORT_53_UDP_ADDR,       10.96.0.7",
        "SIGHTLINE_API_PORT,               tcp://10.96.0.7:8080",
        "SIGHTLINE_API_SERVICE_HOST,       10.96.0.7",
        "SIGHTLINE_API_SERVICE_PORT_HTTP,  8080",
        "SIGHTLINE_API_2_PORT_8080_TCP,    tcp://10.96.0.7:8080",
        "SIGHTLINE_TOPICS_FRAMES,          frames"
    })
    void variablesThatKubernetesSetsForAServicePass(String name, String value) {
        assertThatCode(() -> check(variable(name, value))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "SIGHTLINE_PORT,               8080",
        "SIGHTLINE_API_PORT,           8080",
        "SIGHTLINE_HOST,               10.96.0.7",
        "SIGHTLINE_TOPICS_FRAME,       frames",
        "SIGHTLINE_SERVICE,            api",
        "SIGHTLINE_SERVICE_NAME,       api",
        "SIGHTLINE_SERVICE_HOST_NAME,  api",
        "SIGHTLINE_PORT_HTTP,          tcp://10.96.0.7:8080",
        "SIGHTLINE_PORT_8080_TCP_HOST, 10.96.0.7",
        "SIGHTLINE_PORT_8080_HTTP,     tcp://10.96.0.7:8080"
    })
    void otherUnknownVariablesEndStartUp(String name, String value) {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> check(variable(name, value)))
                .withMessageStartingWith("unknown property 'sightline.");
    }

    @ParameterizedTest
    @CsvSource({"sightline.service.host, 10.96.0.7", "sightline.port, tcp://10.96.0.7:8080"})
    void theSameNamesInAFileEndStartUp(String name, String value) {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> check(new MapPropertySource("file", Map.of(name, value))))
                .withMessageStartingWith("unknown property '" + name + "'");
    }

    @Test
    void aSettingThatThereWasOnceSaysWhatHasBecomeOfIt() {
        for (var source : List.of(
                variable("SIGHTLINE_INGEST_CLOCK_AHEAD", "1h"),
                variable("SIGHTLINE_INGEST_CLOCKAHEAD", "1h"),
                new MapPropertySource("file", Map.of("sightline.ingest.clock-ahead", "1h")),
                new MapPropertySource("file", Map.of("sightline.ingest.clockAhead", "1h")))) {
            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> check(source))
                    .withMessageContaining("unknown property 'sightline.ingest.clock")
                    .satisfies(failure -> assertThat(failure.action())
                            .contains("no such setting any more", "5 minutes", "Take it out.")
                            .doesNotContain("Did you mean"));
        }
    }

    private static PropertySource<?> variable(String name, String value) {
        return new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(name, value));
    }

    private static void check(PropertySource<?> source) {
        var environment = new StandardEnvironment() {
            @Override
            protected void customizePropertySources(MutablePropertySources sources) {
                sources.addLast(source);
            }
        };
        ConfigurationPropertySources.attach(environment);
        try (var context = new GenericApplicationContext()) {
            context.setEnvironment(environment);
            new CheckProperties().initialize(context);
        }
    }
}
