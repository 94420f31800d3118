package io.sightline.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ClusterClientTest {
    @Test
    void takesItsTokenNowhereElse() throws IOException {
        var asked = new CopyOnWriteArrayList<String>();
        var elsewhere = server(asked, List.of());
        var server = server(
                asked, List.of("http://localhost:" + elsewhere.getAddress().getPort() + "/elsewhere"));
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://localhost:" + server.getAddress().getPort())
                .withOauthToken("token")
                .withNamespace("cameras")
                .build();
        try (var client = ClusterClient.build(config)) {
            assertThatThrownBy(() -> client.genericKubernetesResources(ResourceWatch.PIPES)
                            .list())
                    .isInstanceOf(KubernetesClientException.class);
        } finally {
            server.stop(0);
            elsewhere.stop(0);
        }
        assertThat(asked).isNotEmpty().allSatisfy(path -> assertThat(path).contains("/pipes"));
    }

    /** @param places that it sends all to; empty when it answers itself */
    private static HttpServer server(List<String> asked, List<String> places) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            places.forEach(place -> exchange.getResponseHeaders().set("Location", place));
            exchange.sendResponseHeaders(places.isEmpty() ? 200 : 307, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
