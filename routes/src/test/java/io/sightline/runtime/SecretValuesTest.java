package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class SecretValuesTest {
    @Test
    void areWhatSettingsOfSecretsHold() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.of(
                                "spring.datasource.password", "hidden-1",
                                "CAMEL_COMPONENT_MINIO_SECRET_KEY", "hidden-2",
                                "camel.component.kafka.sasl-jaas-config",
                                        "a.B required username=\"shown\" password=\"${KAFKA_PASSWORD}\";",
                                "KAFKA_PASSWORD", "hidden-3",
                                "sightline.s3.bucket", "shown-too",
                                "a.token.endpoint.url", "https://host/token",
                                "a.password", "abc")));

        assertThat(SecretValues.in(environment))
                .contains("hidden-1", "hidden-2", "hidden-3")
                .doesNotContain("shown", "shown-too", "https://host/token", "abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${hunter2", "${hunter2}", "a${hunter2}b", "${A_VARIABLE}hunter2", "${hunter2:${hunter2}}"})
    void areFoundAroundPlaceholdersThatStandForNothing(String password) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of("a.password", password)));

        assertThat(SecretValues.in(environment)).contains(password, "hunter2").doesNotContain("A_VARIABLE");
    }

    @Test
    void areNoPartsOfAddresses() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("a.token.endpoint.url", "https://${A_HOST}/token")));

        assertThat(SecretValues.in(environment)).doesNotContain("https", "/token");
    }

    @Test
    void areFoundInPlaceholdersThatLeadBackToThemselves() {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("a.password", "hunter2${a.password}")));

        assertThat(SecretValues.in(environment)).contains("hunter2${a.password}", "hunter2");
    }
}
