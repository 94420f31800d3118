package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.model.SmallDetector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL, and the bucket, are put back to what they were some frames ago, by the commands of the operations guide,
 * each in its order. Pods are processes here, and the copy of PostgreSQL is one of its folder.
 */
@Tag("slow")
@ExtendWith(TestStack.class)
class RestoreRehearsalIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String MODEL = "text-detector";
    private static final String ROWS = """
            select f.frame_id || ' by version ' || v.version || ': ' || count(d.frame_id) as row
            from frame f
              join inference i using (frame_id)
              join model_version v on v.id = i.model_version_id
              left join detection d on d.frame_id = f.frame_id
            group by f.frame_id, v.version""";

    private final JsonMapper json = new JsonMapper();
    private final List<RuntimeProcess> processes = new ArrayList<>();
    private final DevStack stack;
    private final Path folder;

    RestoreRehearsalIT(DevStack stack, @TempDir Path folder) {
        this.stack = stack;
        this.folder = folder;
    }

    @Test
    void postgresql() throws Exception {
        // Given
        var settings = settings("rehearsal-postgresql");
        var database = new Database(settings);
        var backup = new FolderCopy(stack, settings, folder.resolve("backup"));
        var topics = new TopicWriter(settings);
        start(settings, "ingest,detect,sink,promote,api");
        send(topics, 0, 8);
        awaitRows(database, 8, 1);
        backup.take();
        // Leaders of the promoter come and go, and the last one lets another version serve.
        database.change("update lease set epoch = epoch + 5 where name = 'promoter'");
        serve("2");
        send(topics, 8, 16);
        awaitRows(database, 16, 2);
        var before = rows(database);
        // When
        for (var command : Rehearsal.commands("PostgreSQL")) {
            if (command.endsWith("--replicas=0")) {
                end();
            } else if (command.startsWith("pg_restore ")) {
                backup.restore();
                assertThat(database.count("frame")).isEqualTo(8);
            } else if (command.startsWith("psql ")) {
                database.execute(Rehearsal.told(command, "-c \"(.+)\""));
            } else if (command.contains("deployment RELEASE-sightline-api ")) {
                start(settings, "api");
            } else if (command.endsWith("/v1/audit")) {
                assertThat(gaps(audit("")))
                        .isNotEmpty()
                        .allSatisfy((gap, explanation) ->
                                assertThat(gap + explanation).startsWith("sink").contains("older backup"));
            } else if (command.endsWith("--replicas=1")) {
                start(settings, "ingest,detect,sink,promote,api");
            } else {
                awaitBalance(Rehearsal.told(command, "/v1/audit(\\?deep=true)"));
            }
        }
        // Then
        assertThat(rows(database)).isEqualTo(before);
        assertThat(database.count("dead_letter")).isEqualTo(2);
        serve("3");
        end();
        topics.close();
    }

    /** All that Kafka still has is stored once more, under the same ids. */
    @Test
    void postgresqlWithoutACopy() throws Exception {
        // Given
        var settings = settings("rehearsal-empty");
        var database = new Database(settings);
        var topics = new TopicWriter(settings);
        start(settings, "ingest,detect,sink,promote,api");
        send(topics, 0, 8);
        awaitRows(database, 8, 1);
        var before = rows(database);
        // When
        for (var command : Rehearsal.commands("PostgreSQL without a copy")) {
            if (command.endsWith("--replicas=0")) {
                end();
            } else if (command.startsWith("createdb ")) {
                FolderCopy.makeAnew(settings);
                assertThat(database.count("frame")).isZero();
            } else if (command.endsWith("--replicas=1")) {
                start(settings, "ingest,detect,sink,promote,api");
            } else {
                awaitRows(database, 8, 1);
                awaitBalance(Rehearsal.told(command, "/v1/audit(\\?deep=true)"));
            }
        }
        // Then
        assertThat(rows(database)).isEqualTo(before);
        end();
        topics.close();
    }

    @Test
    void theBucket() throws Exception {
        // Given
        var settings = settings("rehearsal-bucket");
        var database = new Database(settings);
        var topics = new TopicWriter(settings);
        start(settings, "ingest,detect,sink,promote,api");
        send(topics, 0, 8);
        awaitRows(database, 8, 1);
        var copied = Instant.now();
        var bucket = new BucketCopy(settings);
        bucket.take();
        send(topics, 8, 16);
        awaitRows(database, 16, 2);
        var before = rows(database);
        var all = bucket.pictures();
        // When
        for (var command : Rehearsal.commands("bucket")) {
            if (command.endsWith("--replicas=0")) {
                end();
                bucket.restore();
                assertThat(bucket.pictures()).isNotEqualTo(all);
            } else if (command.startsWith("kafka-consumer-groups.sh ")) {
                reset(
                        settings,
                        Rehearsal.told(command, "--group (\\S+)"),
                        Rehearsal.told(command, "--topic sightline\\.(\\S+)"),
                        copied);
            } else if (command.endsWith("--replicas=1")) {
                start(settings, "ingest,detect,sink,promote,api");
            } else {
                await().atMost(PATIENCE).until(() -> bucket.pictures().equals(all));
                awaitBalance(Rehearsal.told(command, "/v1/audit(\\?deep=true)"));
            }
        }
        // Then
        assertThat(rows(database)).isEqualTo(before);
        assertThat(database.count("dead_letter")).isEqualTo(2);
        end();
        topics.close();
    }

    private Map<String, String> settings(String name) throws IOException {
        var settings = stack.isolate(name);
        SmallDetector.in(folder.resolve(MODEL));
        settings.put(
                "sightline.models." + MODEL + ".path", folder.resolve(MODEL).toString());
        settings.put("sightline.promotion.period", "300ms");
        settings.put("sightline.promotion.lease", "3s");
        return settings;
    }

    private void start(Map<String, String> settings, String stages) {
        processes.add(RuntimeProcess.start("rehearsal-" + processes.size(), settings, "--sightline.stages=" + stages)
                .awaitReady());
    }

    private void end() {
        processes.forEach(RuntimeProcess::close);
        processes.clear();
    }

    private RuntimeProcess last() {
        return processes.get(processes.size() - 1);
    }

    /** A version that differs from the others in what it calls a spot. */
    private void serve(String version) throws IOException {
        var files = folder.resolve(MODEL);
        var next = Files.createDirectory(folder.resolve("next-" + version));
        Files.copy(files.resolve("1").resolve("model.onnx"), next.resolve("model.onnx"));
        var spec = Files.readString(files.resolve("1").resolve("detector.yaml"));
        Files.writeString(next.resolve("detector.yaml"), spec.replace("[spot]", "[spot of " + version + "]"));
        Files.move(next, files.resolve(version));
        await().atMost(PATIENCE).until(() -> last().sum("sightline_model_loaded", "version=\"" + version + "\"") == 1);
    }

    /** Frames of each camera, and a picture that is none. */
    private static void send(TopicWriter topics, int from, int to) {
        for (int i = from; i < to; i++) {
            topics.frame("camera-" + i % 4, NumberedPicture.jpeg(i));
        }
        topics.frame("camera-1", "no picture".getBytes(StandardCharsets.UTF_8));
        topics.flush();
    }

    private static void awaitRows(Database database, int frames, int letters) {
        await().atMost(PATIENCE)
                .until(() -> database.count("frame") == frames
                        && database.count("inference") == frames
                        && database.count("dead_letter") == letters);
    }

    private static Set<Object> rows(Database database) {
        return database.rows(ROWS).stream().map(row -> row.get("row")).collect(Collectors.toSet());
    }

    private void awaitBalance(String query) {
        await().atMost(PATIENCE)
                .until(
                        () -> audit(query),
                        answer -> answer.path("clean").asBoolean()
                                && answer.path("inFlight").asInt() == 0
                                && answer.path("waiting").asInt() == 0);
    }

    private JsonNode audit(String query) throws IOException {
        return json.readTree(new Operator(last().api(), stack.token("sightline-dev"))
                .get("/v1/audit" + query)
                .body());
    }

    private static Map<String, String> gaps(JsonNode audit) {
        var gaps = new TreeMap<String, String>();
        audit.path("gaps")
                .forEach(gap -> gaps.put(
                        gap.path("equation").asText(), gap.path("explanation").asText()));
        return gaps;
    }

    /** What the command does with {@code --reset-offsets --to-datetime}. */
    private static void reset(Map<String, String> settings, String group, String topic, Instant time) throws Exception {
        var name = String.valueOf(settings.get("sightline.topics." + topic));
        try (var admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                String.valueOf(settings.get("camel.component.kafka.brokers"))))) {
            var asked = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().keySet().stream()
                    .filter(partition -> partition.topic().equals(name))
                    .collect(Collectors.toMap(
                            partition -> partition, partition -> OffsetSpec.forTimestamp(time.toEpochMilli())));
            var found = admin.listOffsets(asked).all().get();
            var next = found.entrySet().stream()
                    .filter(partition -> partition.getValue().offset() >= 0)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            partition ->
                                    new OffsetAndMetadata(partition.getValue().offset())));
            assertThat(next).isNotEmpty();
            admin.alterConsumerGroupOffsets(group, next).all().get();
        }
    }
}
