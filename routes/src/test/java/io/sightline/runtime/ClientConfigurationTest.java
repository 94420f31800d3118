package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.apache.camel.component.minio.springboot.MinioComponentConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

class ClientConfigurationTest {
    /** CVE-2026-85251: pictures are not to be handed to another server. */
    @Test
    void followsNoRedirectOfTheObjectStore() throws IOException {
        // Given
        var visits = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            visits.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        var client = client(new DefaultSslBundleRegistry(), "http://localhost", null);
        var request = new Request.Builder()
                .url("http://127.0.0.1:" + server.getAddress().getPort() + "/picture")
                .build();
        // When
        try (var answer = client.newCall(request).execute()) {
            // Then
            assertThat(answer.code()).isEqualTo(307);
            assertThat(visits).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void believesAnObjectStoreOfTheBundlesAuthorityAndNoOther() throws IOException {
        try (var store = new HttpsHost();
                var stranger = new HttpsHost()) {
            var bundles = new DefaultSslBundleRegistry("servers", store.bundle());
            var client = client(bundles, store.address().toString(), "servers");

            try (var answer = client.newCall(request(store)).execute()) {
                assertThat(answer.code()).isEqualTo(200);
            }
            assertThatThrownBy(() -> client.newCall(request(stranger)).execute())
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void believesNoObjectStoreOfAnAuthorityThatJavaDoesNotKnow() throws IOException {
        try (var store = new HttpsHost()) {
            var client = client(new DefaultSslBundleRegistry(), store.address().toString(), null);

            assertThatThrownBy(() -> client.newCall(request(store)).execute()).isInstanceOf(SSLException.class);
        }
    }

    private static OkHttpClient client(SslBundles bundles, String endpoint, @Nullable String bundle) {
        var storage = new StorageProperties("bucket", Duration.ofSeconds(10), bundle);
        var settings = new MinioComponentConfiguration();
        settings.setEndpoint(endpoint);
        return new ClientConfiguration().objectStoreHttp(storage, settings, new ClientTls(bundles));
    }

    private static Request request(HttpsHost host) {
        return new Request.Builder().url(host.address() + "/picture").build();
    }
}
