package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslOptions;

/** What clients that are made once do when the files of their bundle change. */
class BundleSslContextTest {
    private final HttpsHost one = new HttpsHost();
    private final HttpsHost other = new HttpsHost();
    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("servers", one.bundle());
    private final BundleSslContext context = BundleSslContext.following(bundles, "servers");

    BundleSslContextTest() throws IOException {}

    @AfterEach
    void stop() {
        one.close();
        other.close();
    }

    @Test
    void javasClientBelievesWhomTheBundleNamesNow() throws IOException, InterruptedException {
        // Given
        var client = HttpClient.newBuilder().sslContext(context).build();
        assertThat(status(client, one)).isEqualTo(200);
        assertThatThrownBy(() -> status(client, other)).isInstanceOf(SSLException.class);
        // When
        bundles.updateBundle("servers", other.bundle());
        // Then
        assertThat(status(client, other)).isEqualTo(200);
        assertThatThrownBy(
                        () -> status(HttpClient.newBuilder().sslContext(context).build(), one))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void theObjectStoresClientBelievesWhomTheBundleNamesNow() throws IOException {
        // Given
        var client = new OkHttpClient.Builder()
                .sslSocketFactory(context.getSocketFactory(), context.trustManager())
                .build();
        assertThat(status(client, one)).isEqualTo(200);
        assertThatThrownBy(() -> status(client, other)).isInstanceOf(SSLException.class);
        // When
        bundles.updateBundle("servers", other.bundle());
        client.connectionPool().evictAll();
        // Then
        assertThat(status(client, other)).isEqualTo(200);
        assertThatThrownBy(() -> status(client, one)).isInstanceOf(SSLException.class);
    }

    @Test
    void neitherBelievesTheCertificateOfAnotherName() throws IOException {
        try (var elsewhere = new HttpsHost("elsewhere.test")) {
            bundles.updateBundle("servers", elsewhere.bundle());

            assertThatThrownBy(() ->
                            status(HttpClient.newBuilder().sslContext(context).build(), elsewhere))
                    .isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> status(
                            new OkHttpClient.Builder()
                                    .sslSocketFactory(context.getSocketFactory(), context.trustManager())
                                    .build(),
                            elsewhere))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void filesThatCannotBeReadLeaveItAsItWas() throws IOException, InterruptedException {
        var client = HttpClient.newBuilder().sslContext(context).build();

        assertThatThrownBy(() -> bundles.updateBundle("servers", ClientTlsTest.unreadable()))
                .isInstanceOf(RuntimeException.class);

        assertThat(status(client, one)).isEqualTo(200);
    }

    @Test
    void speaksTheProtocolsThatTheBundleNames() throws IOException {
        bundles.updateBundle("servers", one.bundle(SslOptions.of(null, Set.of("TLSv1.2"))));

        assertThat(context.getDefaultSSLParameters().getProtocols()).containsExactly("TLSv1.2");
        assertThat(context.createSSLEngine("localhost", 443).getEnabledProtocols())
                .containsExactly("TLSv1.2");
        try (var socket = (SSLSocket) context.getSocketFactory()
                .createSocket(one.address().getHost(), one.address().getPort())) {
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    private static int status(HttpClient client, HttpsHost host) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(host.address()).build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static int status(OkHttpClient client, HttpsHost host) throws IOException {
        var request = new Request.Builder().url(host.address().toString()).build();
        try (var answer = client.newCall(request).execute()) {
            return answer.code();
        }
    }
}
