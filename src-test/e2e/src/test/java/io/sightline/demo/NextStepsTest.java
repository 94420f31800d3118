package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class NextStepsTest {
    private static final Map<String, Object> SETTINGS = Map.of(
            "camel.component.kafka.brokers", "localhost:9092",
            "spring.datasource.url", "jdbc:postgresql://localhost/sightline",
            "spring.datasource.username", "user",
            "spring.datasource.password", "password",
            "local.server.port", "8080",
            "sightline.keycloak.server-url", "http://localhost:8180");
    private static final DemoTarget TARGET = target(Map.of());

    @Test
    void givesTwoLinesToPasteWithThePortsOfThisRun() {
        // When
        var lines = new NextSteps(TARGET, Path.of("/demo/00000-camera-1.jpg"), "image/jpeg").lines();
        // Then
        assertThat(lines)
                .startsWith(
                        "docs page               http://localhost:8080/docs (user demo, password dev-only)",
                        "get a token, then post a picture:")
                .endsWith(
                        "TOKEN=$(curl -sS -d grant_type=client_credentials -d client_id=sightline-dev -d client_secret=dev-only http://localhost:8180/realms/sightline/protocol/openid-connect/token | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')",
                        "curl -sS -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: image/jpeg\" --data-binary @/demo/00000-camera-1.jpg http://localhost:8080/v1/inference");
    }

    @Test
    void namesMlflowWhereThereIsOne() {
        // Given
        var target = target(Map.of("sightline.mlflow.url", "http://localhost:5000/"));
        // When
        var lines = new NextSteps(target, Path.of("/demo/00000-camera-1.jpg"), "image/jpeg").lines();
        // Then
        assertThat(lines)
                .contains("MLflow                  http://localhost:5000 (its models: http://localhost:5000/#/models)");
    }

    @Test
    void quotesAPathThatAShellWouldTakeApart() {
        // When
        var post = new NextSteps(TARGET, Path.of("/my demo/it's.jpg"), "image/jpeg").post();
        // Then
        assertThat(post).contains("--data-binary '@/my demo/it'\\''s.jpg' http");
    }

    @Test
    void tellsNoPassword() {
        assertThat(TARGET.toString()).doesNotContain("password");
    }

    private static DemoTarget target(Map<String, Object> more) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", SETTINGS));
        environment.getPropertySources().addFirst(new MapPropertySource("more", more));
        return DemoTarget.of(environment);
    }
}
