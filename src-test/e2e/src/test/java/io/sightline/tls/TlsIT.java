package io.sightline.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.command.Doctor;
import io.sightline.local.LocalRuntime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** TLS from the client to every server by settings alone, with an authority that nobody but this test knows. */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
class TlsIT {
    private static final Path PICTURE =
            Path.of("..", "..", "processors", "src", "test", "resources", "pictures", "upright-640x480.jpg");
    private static final String KAFKA = "camel.component.kafka.";
    private static final byte TLS_ALERT = 21;
    /** What Java says of a chain that ends at an authority which only has the name of a known one. */
    private static final String NOT_BELIEVED = "PKIX path|Signature does not match";

    @TempDir
    private static Path folder;

    private static SecureStack stack;

    @BeforeAll
    static void start() {
        stack = SecureStack.start(folder);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void findsByAQueryWhatWasInAFrame() throws IOException {
        // When
        var accepted = stack.send(
                "/v1/frames?source=camera-1",
                HttpRequest.newBuilder().header("Content-Type", "image/jpeg").POST(BodyPublishers.ofFile(PICTURE)));
        // Then
        assertThat(accepted.statusCode()).as(text(accepted.body())).isEqualTo(202);
        await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            var found = stack.send("/v1/detections?source=camera-1", HttpRequest.newBuilder());
            assertThat(found.statusCode()).as(text(found.body())).isEqualTo(200);
            assertThat(new JsonMapper().readTree(found.body()).path("detections"))
                    .isNotEmpty();
        });
    }

    @Test
    void theApiTakesNoPlainText() throws IOException {
        var answer = text(PlainText.http(stack.runtime().api().getPort()));

        assertThat(answer).startsWith("HTTP/1.1 400").contains("requires TLS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"camel.component.minio.endpoint", "sightline.registry.url", "sightline.keycloak.server-url"})
    void noServerOfHttpTakesPlainText(String setting) throws IOException {
        var answer = PlainText.http(URI.create(stack.setting(setting)).getPort());

        // Some say that this was no TLS, in plain text; the others close the connection.
        assertThat(text(answer)).doesNotContainPattern("^HTTP/1\\.1 (?!400)");
    }

    @Test
    void kafkaTakesNoPlainText() throws IOException {
        var port = stack.setting(KAFKA + "brokers").replaceFirst(".*:", "");

        var answer = PlainText.kafka(Integer.parseInt(port));

        // An answer would begin with its length, whose first byte is 0.
        assertThat(answer.length == 0 || answer[0] == TLS_ALERT).isTrue();
    }

    @Test
    void theDatabaseTakesNoPlainText() {
        var url = stack.setting("spring.datasource.url").replace("verify-full", "disable");

        assertThatThrownBy(() -> DriverManager.getConnection(
                        url, stack.setting("spring.datasource.username"), stack.setting("spring.datasource.password")))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo("28000"))
                .hasMessageContaining("no encryption");
    }

    @Test
    void kafkaTakesATokenThatIsMeantForItAndNoOther() throws ExecutionException, InterruptedException {
        var login = stack.setting(KAFKA + "sasl-jaas-config");

        try (var admin = Admin.create(kafka(login))) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
        try (var admin = Admin.create(kafka(login.replace("sightline-runtime", "sightline-dev")))) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spring.datasource.url                                | PostgreSQL at localhost:",
                "camel.component.kafka.ssl-truststore-location        | Kafka at localhost:",
                "camel.component.kafka.sasl-jaas-config               | Kafka at localhost:",
                "spring.ssl.bundle.pem.servers.truststore.certificate | the S3 object storage at https://localhost:"
            })
    void endsStartUpAtAServerOfAnotherAuthorityAndNamesIt(String setting, String server, CapturedOutput output) {
        // Given
        var settings = new HashMap<>(stack.settings());
        settings.put(setting, trusting(another(), stack.setting(setting)));
        settings.put("sightline.stages", "sink");
        settings.put("spring.flyway.connect-retries", "0");
        settings.put("spring.datasource.hikari.connection-timeout", "1000");
        // When
        assertThatThrownBy(() -> LocalRuntime.run(settings)).isInstanceOf(RuntimeException.class);
        // Then
        assertThat(output.getOut()).contains(server).containsPattern(NOT_BELIEVED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sightline.registry.ssl-bundle | 503 | the schema registry at https://localhost:",
                "sightline.keycloak.ssl-bundle | 503 | address=\"https://localhost:"
            })
    void refusesRequestsThatNeedAServerOfAnotherAuthorityAndNamesIt(
            String setting, int status, String server, CapturedOutput output) throws IOException {
        // Given
        var settings = new HashMap<>(stack.settings());
        var certificate = "spring.ssl.bundle.pem.others.truststore.certificate";
        settings.put(certificate, another().toUri().toString());
        settings.put(setting, "others");
        settings.put("sightline.stages", "api");
        try (var runtime = LocalRuntime.run(settings)) {
            var address = "https://localhost:" + runtime.getEnvironment().getProperty("local.server.port");
            // When
            var answer = stack.send(
                    stack.client(),
                    address + "/v1/frames?source=camera-1",
                    HttpRequest.newBuilder()
                            .header("Content-Type", "image/jpeg")
                            .POST(BodyPublishers.ofFile(PICTURE)));
            // Then
            assertThat(answer.statusCode()).as(text(answer.body())).isEqualTo(status);
            assertThat(output.getOut()).contains(server).containsPattern(NOT_BELIEVED);
        }
    }

    /** The test's authority signs for a day. */
    @ParameterizedTest
    @ValueSource(strings = {"tls.kafka", "tls.postgresql", "tls.s3", "tls.registry", "tls.keycloak"})
    void theDoctorSaysThatCertificatesSoonExpire(String check) {
        assertThat(Examined.ONCE.found("kafka")).startsWith("ok: ");
        assertThat(Examined.ONCE.found(check)).startsWith("warn: ").endsWith("it expires in 0 days");
    }

    /** The alert SightlineCertificateExpiry rests on it. */
    @Test
    void tellsPrometheusHowLongTheApisCertificateIsGood() {
        var seconds = stack.runtime()
                .sum("ssl_chain_expiry_seconds", "bundle=\"" + stack.setting("server.ssl.bundle") + "\"");

        assertThat(Duration.ofSeconds((long) seconds)).isBetween(Duration.ofSeconds(1), Duration.ofDays(1));
    }

    @Test
    void showsARenewedCertificateWithoutARestart() throws IOException {
        // Given
        var former = shown();
        // When
        stack.authority().renewApi(stack.certificates());
        // Then
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(shown()).isNotEqualTo(former));
        assertThat(stack.send("/v1/models", HttpRequest.newBuilder()).statusCode())
                .isEqualTo(200);
    }

    private Certificate shown() throws IOException {
        var api = stack.runtime().api();
        try (var socket = (SSLSocket)
                stack.certificates().client().getSocketFactory().createSocket(api.getHost(), api.getPort())) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static Path another() {
        return new Authority().publish(folder.resolve("another.pem"));
    }

    private static String trusting(Path authority, String value) {
        var known = stack.certificates().authority();
        return value.replace(known.toUri().toString(), authority.toUri().toString())
                .replace(known.toString(), authority.toString());
    }

    private static Map<String, Object> kafka(String login) {
        var settings = new HashMap<String, Object>();
        settings.put("bootstrap.servers", stack.setting(KAFKA + "brokers"));
        settings.put("security.protocol", stack.setting(KAFKA + "security-protocol"));
        settings.put("ssl.truststore.type", stack.setting(KAFKA + "ssl-truststore-type"));
        settings.put("ssl.truststore.location", stack.setting(KAFKA + "ssl-truststore-location"));
        settings.put("sasl.mechanism", stack.setting(KAFKA + "sasl-mechanism"));
        settings.put("sasl.jaas.config", login);
        var additional = KAFKA + "additional-properties[";
        stack.settings().forEach((name, value) -> {
            if (name.startsWith(additional)) {
                settings.put(name.substring(additional.length(), name.length() - 1), value);
            }
        });
        return settings;
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** One examination for all. */
    private static final class Examined {
        private static final Doctor ONCE = Doctor.ask(stack.settings());
    }
}
