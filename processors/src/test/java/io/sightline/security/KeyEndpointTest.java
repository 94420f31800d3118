package io.sightline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import io.sightline.tls.TlsServer;
import org.junit.jupiter.api.Test;

class KeyEndpointTest {
    private static final String NO_KEYS = "{\"keys\": []}";

    @Test
    void readsKeysFromAServerWhoseAuthorityIsKnown() throws KeySourceException {
        try (var server = new TlsServer("localhost", NO_KEYS)) {
            assertThat(new KeyEndpoint(server.address(), server.believer())
                            .fetch()
                            .getKeys())
                    .isEmpty();
        }
    }

    /** Whoever hands us keys decides whose tokens are believed. */
    @Test
    void takesNoKeysFromAServerOfAnotherAuthority() {
        try (var server = new TlsServer("localhost", NO_KEYS)) {
            assertThatThrownBy(() -> new KeyEndpoint(server.address(), TlsServer.stranger()).fetch())
                    .isInstanceOf(KeySourceException.class)
                    .hasMessageContaining("PKIX");
            assertThatThrownBy(() -> new KeyEndpoint(server.address()).fetch()).isInstanceOf(KeySourceException.class);
            assertThat(server.visits()).isZero();
        }
    }

    @Test
    void takesNoKeysFromAServerWithTheCertificateOfAnother() {
        try (var server = new TlsServer("keycloak.test", NO_KEYS)) {
            assertThatThrownBy(() -> new KeyEndpoint(server.address(), server.believer()).fetch())
                    .isInstanceOf(KeySourceException.class);
            assertThat(server.visits()).isZero();
        }
    }
}
