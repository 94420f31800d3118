package io.sightline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.Failure;
import io.sightline.tls.TlsServer;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways of verifying a token ask Keycloak, and neither gives a token or a secret to whoever answers. */
class KeycloakTlsTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksAServerWhoseAuthorityIsKnown(boolean introspection) {
        try (var server = new TlsServer("localhost", "{\"active\": false, \"keys\": []}")) {
            refuses(server, introspection, server.believer());

            assertThat(server.visits()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksNoServerOfAnotherAuthority(boolean introspection) {
        try (var server = new TlsServer("localhost", "{\"active\": true, \"keys\": []}")) {
            refuses(server, introspection, TlsServer.stranger());

            assertThat(server.visits()).isZero();
        }
    }

    private static void refuses(TlsServer server, boolean introspection, SSLContext tls) {
        var settings = new KeycloakSettings(
                server.address().toString(),
                "sightline",
                "sightline",
                Optional.of("secret"),
                true,
                Set.of(),
                Set.of(),
                Optional.empty(),
                introspection,
                Optional.empty(),
                Optional.of(tls));
        // Signed by nobody: only whom is asked matters here.
        var token = "eyJhbGciOiJSUzI1NiIsImtpZCI6InVua25vd24ifQ.e30.c2lnbmF0dXJl";
        assertThatThrownBy(() -> settings.verifier().verify(token)).isInstanceOf(Failure.class);
    }
}
