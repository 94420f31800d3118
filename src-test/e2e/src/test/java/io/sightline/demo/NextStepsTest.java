package io.sightline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NextStepsTest {
    private static final DemoTarget TARGET = new DemoTarget(
            "localhost:9092",
            "sightline.frames",
            "jdbc:postgresql://localhost/sightline",
            "user",
            "password",
            "http://localhost:8080",
            "http://localhost:8180/realms/sightline/protocol/openid-connect/token");

    @Test
    void givesTwoLinesToPasteWithThePortsOfThisRun() {
        // When
        var lines = new NextSteps(TARGET, Path.of("/demo/00000-camera-1.jpg"), "image/jpeg").lines();
        // Then
        assertThat(lines)
                .contains("docs page               http://localhost:8080/docs (user demo, password dev-only)")
                .endsWith(
                        "TOKEN=$(curl -sS -d grant_type=client_credentials -d client_id=sightline-dev -d client_secret=dev-only http://localhost:8180/realms/sightline/protocol/openid-connect/token | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')",
                        "curl -sS -H \"Authorization: Bearer $TOKEN\" -H \"Content-Type: image/jpeg\" --data-binary @/demo/00000-camera-1.jpg http://localhost:8080/v1/inference");
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
}
