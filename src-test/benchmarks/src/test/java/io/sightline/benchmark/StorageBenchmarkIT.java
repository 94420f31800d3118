package io.sightline.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.ListObjectsArgs;
import io.sightline.demo.DemoFrame;
import io.sightline.demo.DemoTarget;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import io.sightline.model.SmallDetector;
import io.sightline.pipeline.NumberedPicture;
import io.sightline.store.StoreAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * How many bytes each store has of a frame; the frames are small and their model is quick, so that there are many.
 * Their detections are too few to say anything of.
 */
@Tag("benchmark")
@Tag("storage")
@ExtendWith(TestStack.class)
class StorageBenchmarkIT {
    private static final int FRAMES = Integer.getInteger("benchmark.frames", 5000);
    private static final int SOURCES = 50;

    @Test
    void bytesOfAFrame(DevStack stack, @TempDir Path folder) throws Exception {
        // Given
        var settings = stack.isolate("storage");
        settings.put(
                "sightline.models.text-detector.path", SmallDetector.in(folder).toString());
        var frames = frames();
        var pictures = frames.stream().mapToLong(frame -> frame.bytes().length).sum();
        var report = new Report("storage", "mvn verify -Pbenchmark -Dbenchmark=storage -Dbenchmark.frames=" + FRAMES);
        try (var runtime = LocalRuntime.run(settings)) {
            var database = new JdbcTemplate(new DriverManagerDataSource(
                    String.valueOf(settings.get("spring.datasource.url")),
                    String.valueOf(settings.get("spring.datasource.username")),
                    String.valueOf(settings.get("spring.datasource.password"))));
            // When
            new PipelineRun(DemoTarget.of(runtime.getEnvironment())).run(frames);
            // Then
            row(report, "the pictures themselves", pictures, FRAMES, "picture");
            row(report, "S3: objects of sha256/", objects(settings), FRAMES, "picture");
            for (var topic : List.of("frames", "claims", "inferences")) {
                row(report, "Kafka: " + topic + ", each replica", log(settings, topic), FRAMES, "frame");
            }
            for (var table : List.of("frame", "image", "inference")) {
                row(
                        report,
                        "PostgreSQL: " + table + ", with indexes",
                        size(database, table),
                        count(database, table),
                        "row");
            }
            report.publish();
            assertThat(count(database, "inference")).isEqualTo(FRAMES);
        }
    }

    private static void row(Report report, String store, long bytes, long things, String thing) {
        var row = new LinkedHashMap<String, Object>();
        row.put("store", store);
        row.put("bytes", bytes);
        row.put("of", things);
        row.put("each", thing);
        row.put("bytes each", Math.round((double) bytes / things));
        report.row(row);
    }

    private static List<DemoFrame> frames() {
        var frames = new ArrayList<DemoFrame>();
        for (int i = 0; i < FRAMES; i++) {
            frames.add(new DemoFrame(
                    "camera-" + i % SOURCES,
                    i,
                    "picture " + i,
                    "image/jpeg",
                    NumberedPicture.jpeg(i),
                    Optional.empty()));
        }
        return frames;
    }

    private static long objects(Map<String, String> settings) throws Exception {
        var address = StoreAddress.of(settings);
        try (var store = address.client()) {
            long bytes = 0;
            for (var object : store.listObjects(ListObjectsArgs.builder()
                    .bucket(address.bucket())
                    .prefix("sha256/")
                    .recursive(true)
                    .build())) {
                bytes += object.get().size();
            }
            return bytes;
        }
    }

    private static long log(Map<String, String> settings, String topic) throws Exception {
        var name = String.valueOf(settings.get("sightline.topics." + topic));
        try (var admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                String.valueOf(settings.get("camel.component.kafka.brokers"))))) {
            var brokers = admin.describeCluster().nodes().get().stream()
                    .map(node -> node.id())
                    .toList();
            return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(name))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    private static long size(JdbcTemplate database, String table) {
        return number(
                database,
                "select pg_total_relation_size('" + table + "') + coalesce(sum(pg_total_relation_size(inhrelid)), 0)"
                        + " from pg_inherits where inhparent = '" + table + "'::regclass");
    }

    private static long count(JdbcTemplate database, String table) {
        return number(database, "select count(*) from " + table);
    }

    private static long number(JdbcTemplate database, String sql) {
        return Objects.requireNonNull(database.queryForObject(sql, Long.class));
    }
}
