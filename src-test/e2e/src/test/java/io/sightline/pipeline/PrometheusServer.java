package io.sightline.pipeline;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A real Prometheus that reads the metrics of one process each second. Needs its program, which the system property
 * {@code prometheus} names: {@code .ci/run} takes it from the distribution's package.
 */
final class PrometheusServer implements AutoCloseable {
    private static final String PROGRAM = "prometheus";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Process process;
    private final URI address;

    private PrometheusServer(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts the server and waits until it answers.
     *
     * @param folder for its data and its log
     * @param port where the process answers {@code /actuator/prometheus}
     * @param labels of the target, as a service monitor gives them
     */
    static PrometheusServer start(Path folder, int port, Map<String, String> labels) throws IOException {
        var program = System.getProperty(PROGRAM, "");
        if (program.isEmpty()) {
            throw new IllegalStateException("name the program of Prometheus by -Dprometheus=PATH, as .ci/run does");
        }
        var target = Map.of("targets", new String[] {"localhost:" + port}, "labels", labels);
        var scrape = Map.of(
                "job_name", "sightline", "metrics_path", "/actuator/prometheus", "static_configs", new Object[] {target
                });
        var settings = Map.of(
                "global", Map.of("scrape_interval", "1s", "scrape_timeout", "1s"), "scrape_configs", new Object[] {
                    scrape
                });
        // JSON is YAML.
        var file = Files.writeString(folder.resolve("prometheus.yml"), new JsonMapper().writeValueAsString(settings));
        var address = URI.create("http://127.0.0.1:" + RuntimeProcess.freePort());
        var process = new ProcessBuilder(
                        program,
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=" + address.getAuthority())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        // Nobody else would end it when the tests are interrupted.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        var server = new PrometheusServer(process, address);
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> !process.isAlive() || server.get("/-/ready").statusCode() == 200);
        if (!process.isAlive()) {
            throw new IllegalStateException(Files.readString(folder.resolve("prometheus.log")));
        }
        return server;
    }

    /** What an expression comes to now: labels and value of each series. */
    JsonNode ask(String expression) throws IOException, InterruptedException {
        var answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return new JsonMapper().readTree(answer.body()).at("/data/result");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(LIMIT).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() {
        process.destroy();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }
}
