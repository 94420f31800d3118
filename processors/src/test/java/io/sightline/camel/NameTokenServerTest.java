package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTokenServerTest {
    /** A contract whose address points at this server, or at another installation, gives nobody a token. */
    @ParameterizedTest
    @ValueSource(strings = {"sightline-v1", "open-inference-v2"})
    void namesWhereTokensComeFromInEachContract(String contract) throws IOException {
        // Given
        var exchange = Exchanges.withBody(contract(contract));
        var realm = "https://keycloak.example.org/realms/plant/protocol/openid-connect";
        // When
        new NameTokenServer("https://keycloak.example.org/realms/plant").process(exchange);
        // Then
        var named = exchange.getMessage().getBody(String.class);
        assertThat(named).startsWith("openapi: 3.");
        assertThat(named.lines().filter(line -> line.contains("/realms/")).map(String::strip))
                .containsExactly(
                        "tokenUrl: " + realm + "/token",
                        "authorizationUrl: " + realm + "/auth",
                        "tokenUrl: " + realm + "/token");
    }

    private static String contract(String name) throws IOException {
        try (var file = NameTokenServerTest.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
