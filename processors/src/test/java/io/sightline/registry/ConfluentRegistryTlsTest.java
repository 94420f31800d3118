package io.sightline.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.TransientFailure;
import io.sightline.tls.TlsServer;
import java.time.Duration;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class ConfluentRegistryTlsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String SCHEMA = "{\"schema\": \"\\\"string\\\"\"}";

    @Test
    void readsFromARegistryWhoseAuthorityIsKnown() {
        try (var server = new TlsServer("localhost", SCHEMA)) {
            var registry = new ConfluentRegistry(server.address(), PATIENCE, server.believer());

            assertThat(registry.byId(1).getType()).isEqualTo(Schema.Type.STRING);
        }
    }

    @Test
    void refusesARegistryOfAnotherAuthorityAndNamesIt() {
        try (var server = new TlsServer("localhost", SCHEMA)) {
            var registry = new ConfluentRegistry(server.address(), PATIENCE, TlsServer.stranger());

            assertThatThrownBy(() -> registry.byId(1))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("the schema registry at " + server.address())
                    .hasMessageMatching(".* does not answer GET /schemas/ids/1 \\(.+\\); see sightline.registry.url")
                    .hasMessageNotContaining("sun.security");
            assertThat(server.visits()).isZero();
        }
    }

    @Test
    void refusesARegistryOfAuthoritiesThatJavaDoesNotKnow() {
        try (var server = new TlsServer("localhost", SCHEMA)) {
            var registry = new ConfluentRegistry(server.address(), PATIENCE);

            assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(TransientFailure.class);
            assertThat(server.visits()).isZero();
        }
    }

    @Test
    void refusesTheCertificateOfAnotherServer() {
        try (var server = new TlsServer("registry.test", SCHEMA)) {
            var registry = new ConfluentRegistry(server.address(), PATIENCE, server.believer());

            assertThatThrownBy(() -> registry.byId(1))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("No subject alternative");
            assertThat(server.visits()).isZero();
        }
    }
}
