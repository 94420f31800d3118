package io.sightline.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ProcessBuilder.Redirect;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs Python 3.10 or newer with venv. */
@Tag("slow")
class MlflowServerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SCRIPT = Pattern.compile("<script[^>]* src=\"(static-files/[^\"]+)\"");

    @Test
    void allItsProcessesEndWithIt() throws Exception {
        // Given
        var server = MlflowServer.start(MlflowOptions.inFolder(), System.out::println);
        var processes = ProcessHandle.current().descendants().toList();
        assertThat(health(server.url())).isEqualTo(200);
        // When
        server.close();
        // Then: a wrapper, mlflow and its worker
        assertThat(processes).hasSizeGreaterThanOrEqualTo(3).noneMatch(ProcessHandle::isAlive);
    }

    /** The page asks by GraphQL for what it shows of a run. */
    @Test
    void showsItsPage() throws Exception {
        try (var server = MlflowServer.start(MlflowOptions.inFolder(), System.out::println)) {
            // When
            var page = text(HttpRequest.newBuilder(URI.create(server.url())).build());
            // Then
            var script = SCRIPT.matcher(page.body());
            assertThat(script.find()).as(page.body()).isTrue();
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(send(HttpRequest.newBuilder(URI.create(server.url() + "/" + script.group(1)))
                            .build()))
                    .isEqualTo(200);
            assertThat(post(server.url() + "/graphql", "{\"query\": \"{ __typename }\"}"))
                    .isEqualTo(200);
        }
    }

    /** A page of anywhere may give its own name this machine's address. */
    @Test
    void answersNobodyOnALaptopWhoCallsItByAForeignName() throws Exception {
        try (var server = MlflowServer.start(MlflowOptions.inFolder(), System.out::println)) {
            var address = URI.create(server.url());
            try (var socket = new Socket(address.getHost(), address.getPort())) {
                // When
                socket.getOutputStream()
                        .write("GET /graphql HTTP/1.1\r\nHost: pages.example\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                // Then
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 403")
                        .contains("Invalid Host header");
            }
        }
    }

    @Test
    void keepsWhatItHadWhenItIsKilledAndStartedAgain() throws Exception {
        try (var server = MlflowServer.start(MlflowOptions.inFolder(), System.out::println)) {
            // Given
            assertThat(create(server.url(), "parcels")).isEqualTo(200);
            var processes = ProcessHandle.current().descendants().toList();
            // When
            server.kill();
            assertThat(processes).noneMatch(ProcessHandle::isAlive);
            server.restart();
            // Then: it is there already
            assertThat(create(server.url(), "parcels")).isEqualTo(400);
        }
    }

    @Test
    void allItsProcessesEndWhenTheParentIsKilled(@TempDir Path data) throws Exception {
        // Given
        var parent = new JavaCommand(
                        List.of("-Xmx64m"),
                        System.getProperty("java.class.path"),
                        List.of(ParentOfMlflow.class.getName(), data.toString()))
                .line(List.of());
        var process = new ProcessBuilder(parent)
                .redirectError(Redirect.appendTo(data.resolve("parent.log").toFile()))
                .start();
        try (var output = process.inputReader()) {
            var address = output.readLine();
            assertThat(address).as(Files.readString(data.resolve("parent.log"))).isNotNull();
            var servers = process.descendants().toList();
            assertThat(servers).hasSizeGreaterThanOrEqualTo(3);
            // When
            process.destroyForcibly();
            // Then
            await().atMost(PATIENCE).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private static int health(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + "/health")).build());
    }

    private static int create(String url, String model) throws Exception {
        return post(url + "/api/2.0/mlflow/registered-models/create", "{\"name\": \"" + model + "\"}");
    }

    private static int post(String address, String json) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private static int send(HttpRequest request) throws Exception {
        return text(request).statusCode();
    }

    private static HttpResponse<String> text(HttpRequest request) throws Exception {
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
