package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

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
        var client = new ClientConfiguration().objectStoreHttp(new StorageProperties("bucket", Duration.ofSeconds(10)));
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
}
