package io.sightline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.sightline.devstack.ContractSchema;
import io.sightline.devstack.ContractSchemas;
import io.sightline.devstack.DevStack;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestStack.class)
class DevStackIT {
    private final DevStack stack;
    private final ObjectMapper json = new ObjectMapper();

    DevStackIT(DevStack stack) {
        this.stack = stack;
    }

    @Test
    void tokenOfTheDeveloperNamesTheApiEveryScopeAndEverySource() throws Exception {
        // When
        var claims = claims(stack.token("sightline-dev"));
        // Then
        assertThat(claims.path("iss").asText())
                .isEqualTo(setting("sightline.keycloak.server-url") + "/realms/sightline");
        assertThat(claims.path("aud").asText()).isEqualTo("sightline");
        assertThat(claims.path("typ").asText()).isEqualTo("Bearer");
        assertThat(claims.path("scope").asText().split(" "))
                .containsExactlyInAnyOrder(
                        "inference:invoke",
                        "frames:write",
                        "detections:read",
                        "images:read",
                        "models:read",
                        "models:promote",
                        "operations");
        assertThat(claims.path("sightline_sources")).hasToString("[\"*\"]");
    }

    @Test
    void tokensOfTheOtherClientsLackWhatTheirTestsNeedThemToLack() throws Exception {
        // When
        var viewer = claims(stack.token("sightline-viewer"));
        var invoker = claims(stack.token("sightline-invoker"));
        var foreign = claims(stack.token("sightline-foreign"));
        var brief = claims(stack.token("sightline-brief"));
        var other = claims(stack.token(DevStack.OTHER_REALM, "sightline-dev"));
        // Then
        assertThat(viewer.path("scope").asText().split(" "))
                .containsExactlyInAnyOrder("detections:read", "images:read");
        assertThat(viewer.path("sightline_sources")).hasToString("[\"camera-1\"]");
        assertThat(invoker.path("scope").asText()).isEqualTo("inference:invoke");
        assertThat(invoker.has("sightline_sources")).isFalse();
        assertThat(foreign.has("aud")).isFalse();
        assertThat(brief.path("exp").asLong() - brief.path("iat").asLong()).isEqualTo(2);
        assertThat(other.path("aud").asText()).isEqualTo("sightline");
        assertThat(other.path("iss").asText()).endsWith("/realms/other");
    }

    @Test
    void registryFindsEverySchemaOfTheContractsAndGivesItsReferences() throws Exception {
        for (var schema : ContractSchemas.inOrderOfRegistration()) {
            // When
            var found = registry("POST", "/subjects/" + schema.subject(), json.writeValueAsString(body(schema)));
            var byId = registry("GET", "/schemas/ids/" + found.path("id").asInt(), "");
            // Then
            assertThat(byId.path("schema").asText()).isEqualTo(schema.text());
            assertThat(byId.path("references").findValuesAsText("subject"))
                    .containsExactlyInAnyOrderElementsOf(schema.references());
        }
    }

    @Test
    void registryRefusesFieldsWithoutDefaultInWhatOthersRead() throws Exception {
        // When
        var rules = registry("GET", "/config/io.sightline.inference.v1.InferenceCompleted", "");
        var ours = registry("GET", "/config/io.sightline.frame.v1.FrameReceived", "");
        // Then
        assertThat(rules.path("compatibilityLevel").asText()).isEqualTo("FULL_TRANSITIVE");
        assertThat(ours.path("compatibilityLevel").asText()).isEqualTo("BACKWARD_TRANSITIVE");
    }

    @Test
    void storeKeepsBytesAndRefusesToReplaceThemWhenAskedNotTo() throws Exception {
        // Given
        var bucket = stack.isolate("store-keeps-bytes").get("sightline.s3.bucket");
        var bytes = new byte[] {0, 1, (byte) 0xff, 13, 10};
        try (var client = MinioClient.builder()
                .endpoint(setting("camel.component.minio.endpoint"))
                .credentials(setting("camel.component.minio.access-key"), setting("camel.component.minio.secret-key"))
                .build()) {
            client.putObject(putIfAbsent(bucket, bytes));
            // When
            var refusal = catchThrowableOfType(
                    ErrorResponseException.class, () -> client.putObject(putIfAbsent(bucket, new byte[] {9})));
            // Then
            assertThat(refusal.response().code()).isEqualTo(412);
            try (var object = client.getObject(
                    GetObjectArgs.builder().bucket(bucket).object("some/key").build())) {
                assertThat(object.readAllBytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void topicsOfATestAreItsOwnAndTakePicturesOfTenMebibytes() throws Exception {
        // Given
        var settings = stack.isolate("topics-of-a-test");
        var frames = settings.get("sightline.topics.frames");
        var models = settings.get("sightline.topics.models");
        var brokers = setting("camel.component.kafka.brokers");
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            // When
            var topics = admin.describeTopics(List.of(frames, models))
                    .allTopicNames()
                    .get();
            var ofFrames = new ConfigResource(ConfigResource.Type.TOPIC, frames);
            var ofModels = new ConfigResource(ConfigResource.Type.TOPIC, models);
            var details =
                    admin.describeConfigs(List.of(ofFrames, ofModels)).all().get();
            // Then
            assertThat(frames).isEqualTo("topics-of-a-test.frames");
            assertThat(topics.get(frames).partitions()).hasSize(4);
            assertThat(topics.get(models).partitions()).hasSize(1);
            assertThat(details.get(ofFrames).get("max.message.bytes").value()).isEqualTo("11534336");
            assertThat(details.get(ofModels).get("cleanup.policy").value()).isEqualTo("compact");
        }
    }

    @Test
    void databaseOfATestIsItsOwnAndEndsForgottenTransactions() throws Exception {
        // Given
        var settings = stack.isolate("database-of-a-test");
        try (var connection = connect(settings);
                var statement = connection.createStatement();
                // When
                var row = statement.executeQuery("select current_database(), current_setting('server_version_num')::int"
                        + ", current_setting('idle_in_transaction_session_timeout')")) {
            // Then
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("database_of_a_test");
            assertThat(row.getInt(2)).isBetween(170_000, 179_999);
            assertThat(row.getString(3)).isEqualTo("5s");
        }
    }

    @Test
    void stoppedServersComeBackOnTheirPortsWithTheirData() throws Exception {
        // Given
        var settings = stack.isolate("stopped-servers");
        var ports = Stream.of(
                        "camel.component.kafka.brokers", "camel.component.minio.endpoint", "spring.datasource.url")
                .map(name -> settings.get(name).replaceAll(".*localhost:(\\d+).*", "$1"))
                .map(Integer::valueOf)
                .toList();
        assertThat(ports).allMatch(DevStackIT::isOpen);
        // When
        Stream.of("kafka", "s3", "postgresql").forEach(stack::stop);
        var openWhileStopped = ports.stream().filter(DevStackIT::isOpen).toList();
        Stream.of("kafka", "s3", "postgresql").forEach(stack::restart);
        // Then
        assertThat(openWhileStopped).isEmpty();
        assertThat(ports).allMatch(DevStackIT::isOpen);
        var brokers = setting("camel.component.kafka.brokers");
        try (var admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers));
                var connection = connect(settings)) {
            assertThat(admin.listTopics().names().get()).contains("stopped-servers.frames");
            assertThat(connection.getCatalog()).isEqualTo("stopped_servers");
        }
    }

    private static Connection connect(Map<String, String> settings) throws SQLException {
        return DriverManager.getConnection(
                settings.get("spring.datasource.url"),
                settings.get("spring.datasource.username"),
                settings.get("spring.datasource.password"));
    }

    private static boolean isOpen(int port) {
        try (var socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException closed) {
            return false;
        }
    }

    private static PutObjectArgs putIfAbsent(String bucket, byte[] bytes) {
        return PutObjectArgs.builder()
                .bucket(bucket)
                .object("some/key")
                .extraHeaders(Map.of("If-None-Match", "*"))
                .stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                .build();
    }

    private static Map<String, Object> body(ContractSchema schema) {
        var references = schema.references().stream()
                .map(name -> Map.of("name", name, "subject", name, "version", 1))
                .toList();
        return Map.of("schema", schema.text(), "schemaType", "AVRO", "references", references);
    }

    private JsonNode claims(String token) throws Exception {
        return json.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    private JsonNode registry(String method, String path, String body) throws Exception {
        var address = URI.create(setting("sightline.registry.url") + path);
        var request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json.readTree(answer.body());
    }

    private String setting(String name) {
        return stack.settings().get(name);
    }
}
