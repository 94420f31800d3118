package io.sightline.upkeep;

import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.sightline.claim.ClaimKey;
import io.sightline.claim.ObjectStore;
import io.sightline.claim.Sha256;
import io.sightline.devstack.DevStack;
import io.sightline.failure.FailureClassifier;
import io.sightline.store.StoreAddress;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import okhttp3.Interceptor;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A database with all migrations and a bucket, and what a test puts into them. */
final class UpkeepPlace {
    static final UUID TOPIC = UUID.fromString("0a6b3a51-52f5-4f0e-8d11-4a2f8f0a1c01");

    final DataSource database;
    final StoreAddress address;
    private final JdbcTemplate rows;
    private final MinioClient client;

    private UpkeepPlace(DataSource database, StoreAddress address) {
        this.database = database;
        this.address = address;
        this.rows = new JdbcTemplate(database);
        this.client = address.client();
    }

    static UpkeepPlace make(DevStack stack) {
        var settings = stack.isolate("upkeep");
        var database = new DriverManagerDataSource(
                String.valueOf(settings.get("spring.datasource.url")),
                String.valueOf(settings.get("spring.datasource.username")),
                String.valueOf(settings.get("spring.datasource.password")));
        return new UpkeepPlace(database, StoreAddress.of(settings));
    }

    /** Takes away what a former test left. */
    void clear() throws SQLException {
        var flyway = Flyway.configure()
                .dataSource(database)
                .locations("classpath:sql")
                .cleanDisabled(false)
                .load();
        flyway.clean();
        flyway.migrate();
        var store = store();
        store.visit("", 1000, page -> page.forEach(object -> store.remove(object.key())));
    }

    ObjectStore store(Interceptor... faults) {
        return new ObjectStore(address.client(faults), address.bucket(), new FailureClassifier());
    }

    /** Stores a text under the name of its hash; answers that. */
    Sha256 object(String text) throws Exception {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var hash = Sha256.of(bytes);
        object(ClaimKey.of(hash), text);
        return hash;
    }

    void object(String key, String text) throws Exception {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        client.putObject(PutObjectArgs.builder().bucket(address.bucket()).object(key).stream(
                        new ByteArrayInputStream(bytes), bytes.length, -1)
                .build());
    }

    boolean isStored(Sha256 hash) {
        return isStored(ClaimKey.of(hash));
    }

    boolean isReclaimed(Sha256 hash) {
        return isStored(ClaimKey.reclaimed(ClaimKey.of(hash)));
    }

    boolean isStored(String key) {
        return store().find(key).isPresent();
    }

    void image(Sha256 hash, long size) {
        change("""
                insert into image (sha256, bucket, object_key, size, media_type, width, height)
                values (?, ?, ?, ?, 'image/jpeg', 1, 1) on conflict do nothing""", hash.bytes(), address.bucket(), ClaimKey.of(hash), size);
    }

    void modelVersion(Sha256 hash) {
        change("insert into model_version (name, version, sha256) values ('model', '1', ?)", (Object) hash.bytes());
    }

    /** A dead letter of the frames topic, with an original when there is a hash. */
    void deadLetter(String state, Sha256 original, long offset) {
        change("""
                insert into dead_letter (event_id, state, reason, stage, route, attempts, first_failed_at, last_failed_at,
                  exception_class, message, stack_hash, runtime_version, failed_topic, failed_topic_id, failed_partition,
                  failed_offset, original_bucket, original_object, original_sha256)
                values (?, ?, 'NOT_A_PICTURE', 'ingest', 'ingest-frame', 1, now(), now(), 'E', 'm', 'h', '1', 'frames', ?,
                  2, ?, ?, ?, ?)""", UUID.randomUUID(), state, TOPIC, offset, address.bucket(), ClaimKey.of(original), original.bytes());
    }

    /** A frame with a serving and a shadow inference, and a detection of each; goes where its capture time belongs. */
    void frame(Instant capturedAt, Sha256 image, int partition, long offset) {
        var id = UUID.randomUUID();
        change("""
                insert into frame (captured_at, frame_id, source_id, image_sha256, received_at, origin_topic,
                  origin_topic_id, origin_partition, origin_offset, claim_topic, claim_topic_id, claim_partition,
                  claim_offset)
                values (?::timestamptz, ?, 'camera-1', ?, now(), 'frames', ?, ?, ?, 'claims', ?, 0, ?)""", capturedAt.toString(), id, image.bytes(), TOPIC, partition, offset, TOPIC, offset + 100);
        for (var purpose : List.of("SERVING", "SHADOW")) {
            change("""
                    insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n,
                      parameters, contract_version, runtime_version, fetch_micros, decode_micros, infer_micros,
                      post_micros)
                    values (?::timestamptz, ?, 1, ?, 'camera-1', now(), 1, '{}', '1', '1', 1, 1, 1, 1)""", capturedAt.toString(), id, purpose);
            change("""
                    insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id,
                      class_id, label, score, x, y, w, h)
                    values (?::timestamptz, ?, 1, ?, 0, 'camera-1', 0, 'thing', 0.5, 0, 0, 1, 1)""", capturedAt.toString(), id, purpose);
        }
    }

    void makeMonth(String month) {
        rows.query("select ensure_month(?::timestamptz)", row -> {}, month + "-01T00:00:00Z");
    }

    long number(String sql, Object... arguments) {
        return Objects.requireNonNull(rows.queryForObject(sql, Long.class, arguments));
    }

    List<Map<String, Object>> rows(String sql, Object... arguments) {
        return rows.queryForList(sql, arguments);
    }

    int change(String sql, Object... arguments) {
        return rows.update(sql, arguments);
    }
}
