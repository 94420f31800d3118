package io.sightline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.ContractSchema;
import io.sightline.devstack.ContractSchemas;
import io.sightline.devstack.DevStack;
import io.sightline.devstack.DevStackOptions;
import io.sightline.devstack.RegistryAlone;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code java -jar sightline.jar prepare}, on a registry with no schema and a broker with none of the topics that it is
 * told. What the development servers register is registered by other code, from the same files.
 */
@Tag("slow")
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class PrepareIT {
    private static final List<String> CONTRACTS = ContractSchemas.inOrderOfRegistration().stream()
            .map(ContractSchema::subject)
            .toList();

    private final RegistryAlone registry = RegistryAlone.start(DevStackOptions.forFirstSteps(), System.out::println);
    private final HttpClient http = HttpClient.newHttpClient();
    private final String prefix = "prepare-" + UUID.randomUUID().toString().substring(0, 8);
    private final String brokers;
    private final String otherRegistry;

    PrepareIT(DevStack stack) {
        this.brokers = Objects.requireNonNull(stack.settings().get("camel.component.kafka.brokers"));
        this.otherRegistry = Objects.requireNonNull(stack.settings().get("sightline.registry.url"));
    }

    @AfterAll
    void close() {
        registry.close();
    }

    @Test
    @Order(1)
    void makesWhatIsMissingHoweverManyTryAtOnce() throws Exception {
        // When
        var first = start("--partitions", "3", "--replication", "1");
        var second = start("--partitions", "3", "--replication", "1");
        var outputs = output(first) + output(second);
        // Then
        assertThat(first.waitFor()).as(outputs).isZero();
        assertThat(second.waitFor()).as(outputs).isZero();
        assertThat(partitions())
                .isEqualTo(Map.of("frames", 3, "claims", 3, "inferences", 3, "models", 1, "dead-letters", 1));
        assertThat(settings("models")).containsEntry("cleanup.policy", "compact");
        for (var role : List.of("frames", "claims", "inferences", "dead-letters")) {
            assertThat(settings(role))
                    .containsEntry("cleanup.policy", "delete")
                    .containsEntry("max.message.bytes", "11534336");
        }
        assertThat(contents(registry.url())).isEqualTo(contents(otherRegistry));
    }

    @Test
    @Order(2)
    void makesNothingASecondTime() throws Exception {
        // Given
        var before = contents(registry.url());
        // When
        var process = start("--partitions", "4", "--replication", "1");
        var output = output(process);
        // Then
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.contains(" there: "))).hasSize(5 + CONTRACTS.size());
        assertThat(output).doesNotContain("made", "registered");
        assertThat(partitions()).containsEntry("frames", 3);
        assertThat(contents(registry.url())).isEqualTo(before);
        for (var subject : CONTRACTS) {
            assertThat(get(registry.url(), "/subjects/" + subject + "/versions"))
                    .isEqualTo("[1]");
        }
    }

    @Test
    @Order(3)
    void leavesWhatIsOtherwiseAloneAndSaysSo() throws Exception {
        // Given
        var changed = topic("models") + "-deleted";
        try (var admin = admin()) {
            admin.createTopics(List.of(new NewTopic(changed, 1, (short) 1)))
                    .all()
                    .get();
        }
        var subject = "io.sightline.model.v1.ModelState";
        send(registry.url(), "PUT", "/config/" + subject, "{\"compatibility\": \"BACKWARD\"}");
        // When
        var process = start("--sightline.topics.models=" + changed);
        var output = output(process);
        // Then
        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output)
                .containsPattern("FAIL +kafka.topic.models +there: " + changed + ".* -> .*cleanup.policy to compact")
                .containsPattern("WARN +registry.schema.ModelState +there: .*rule BACKWARD: .* -> .*FULL_TRANSITIVE");
        assertThat(get(registry.url(), "/config/" + subject)).contains("\"BACKWARD\"");
    }

    @Test
    @Order(4)
    void saysWhichServerIsAway() throws Exception {
        var process =
                start("--camel.component.kafka.brokers=localhost:1", "--sightline.registry.url=http://localhost:1");
        var output = output(process);

        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output)
                .containsPattern("FAIL +kafka +.* -> See whether Kafka at localhost:1 is up")
                .containsPattern("SKIPPED +kafka.topic.frames +kafka comes first")
                .containsPattern("FAIL +registry +.* -> See whether the .*localhost:1 is up");
    }

    @Test
    @Order(5)
    void saysWhatTheBrokersRefuse() throws Exception {
        var process = start("--replication", "3", "--sightline.topics.frames=" + prefix + ".many");
        var output = output(process);

        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output)
                .containsPattern(
                        "FAIL +kafka.topic.frames +InvalidReplicationFactorException: .* -> Give --replication");
    }

    @Test
    @Order(6)
    void makesNothingWhenItIsCalledWrongly() throws Exception {
        var process = start("--partitons=2", "--sightline.topics.frames=" + prefix + ".none");
        var output = output(process);

        assertThat(process.waitFor()).as(output).isEqualTo(2);
        assertThat(output).contains("'--partitons' is neither an option nor a property");
        try (var admin = admin()) {
            assertThat(admin.listTopics().names().get()).doesNotContain(prefix + ".none");
        }
    }

    @Test
    @Order(7)
    void judgesWhatItMade() throws Exception {
        var claims = prefix + ".late";
        var process = start("--replication", "1", "--sightline.claims.grace=1h", "--sightline.topics.claims=" + claims);
        var output = output(process);

        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output)
                .containsPattern("FAIL +kafka.topic.claims +made: " + claims + ".*outlive .* -> .*retention.ms");
    }

    private Process start(String... arguments) throws IOException {
        var properties = new LinkedHashMap<String, String>();
        properties.put("--camel.component.kafka.brokers", brokers);
        properties.put("--sightline.registry.url", registry.url());
        for (var role : List.of("frames", "claims", "inferences", "models", "dead-letters")) {
            properties.put("--sightline.topics." + role, topic(role));
        }
        var command = new ArrayList<>(List.of("prepare"));
        for (var argument : arguments) {
            var parts = argument.split("=", 2);
            if (properties.containsKey(parts[0])) {
                properties.put(parts[0], parts[1]);
            } else {
                command.add(argument);
            }
        }
        properties.forEach((name, value) -> command.add(name + "=" + value));
        return PackagedCommand.of(command).redirectErrorStream(true).start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private String topic(String role) {
        return prefix + "." + role;
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", brokers));
    }

    private Map<String, Integer> partitions() throws Exception {
        var counts = new HashMap<String, Integer>();
        try (var admin = admin()) {
            var names = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(prefix + "."))
                    .toList();
            admin.describeTopics(names)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> counts.put(
                            name.substring(prefix.length() + 1),
                            topic.partitions().size()));
        }
        return counts;
    }

    private Map<String, String> settings(String role) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic(role));
        var settings = new HashMap<String, String>();
        try (var admin = admin()) {
            Objects.requireNonNull(
                            admin.describeConfigs(List.of(resource)).all().get().get(resource))
                    .entries()
                    .forEach(entry -> settings.put(entry.name(), entry.value()));
        }
        return settings;
    }

    /** First version and rule of each contract: ids differ between registries. */
    private Map<String, String> contents(String address) throws IOException {
        var all = new TreeMap<String, String>();
        for (var subject : CONTRACTS) {
            var version = new JsonMapper().readTree(get(address, "/subjects/" + subject + "/versions/1"));
            all.put(
                    subject,
                    version.path("schema").asText() + version.path("references") + get(address, "/config/" + subject));
        }
        return all;
    }

    private String get(String address, String path) {
        return send(address, "GET", path, "");
    }

    private String send(String address, String method, String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
