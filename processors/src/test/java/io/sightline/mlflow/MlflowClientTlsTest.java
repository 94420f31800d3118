package io.sightline.mlflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.TransientFailure;
import io.sightline.tls.TlsServer;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class MlflowClientTlsTest {
    private static final MlflowLogin LOGIN = MlflowLogin.token("geheim");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void readsFromAServerWhoseAuthorityIsKnown() {
        try (var server = new TlsServer("localhost", Recorded.answer("model").body())) {
            assertThat(client(server, server.believer()).model("parcels").name())
                    .isEqualTo("parcels");
        }
    }

    @Test
    void showsItsLoginToNoServerOfAnotherAuthority() {
        try (var server = new TlsServer("localhost", Recorded.answer("model").body())) {
            var client = client(server, TlsServer.stranger());

            assertThatThrownBy(() -> client.model("parcels"))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("sightline.mlflow.ssl-bundle names whom to believe");
            assertThat(server.visits()).isZero();
        }
    }

    @Test
    void showsItsLoginToNoServerWithTheCertificateOfAnother() {
        try (var server = new TlsServer("mlflow.test", Recorded.answer("model").body())) {
            var client = client(server, server.believer());

            assertThatThrownBy(() -> client.model("parcels"))
                    .isInstanceOf(TransientFailure.class)
                    .hasMessageContaining("No subject alternative");
            assertThat(server.visits()).isZero();
        }
    }

    private static MlflowClient client(TlsServer server, SSLContext tls) {
        return new MlflowClient(server.address(), LOGIN, PATIENCE, tls);
    }
}
