package io.sightline.api;

import io.sightline.claim.v1.ClaimRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts rows into the database as the pipeline would. */
final class StoredRows {
    private static final byte[] HASH = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final JdbcTemplate database;

    StoredRows(JdbcTemplate database) {
        this.database = database;
        database.update("""
                insert into image (sha256, bucket, object_key, size, media_type, width, height)
                values (?, 'api', ?, 1234, 'image/jpeg', 640, 480) on conflict do nothing""", HASH, key());
        database.update("""
                insert into model_version (name, version, sha256) values ('text-detector', '1', ?)
                on conflict do nothing""", HASH);
    }

    private static String key() {
        var hex = HexFormat.of().formatHex(HASH);
        return "sha256/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex;
    }

    /** A frame without inference. */
    UUID received(String source, Instant capturedAt) {
        var id = UUID.randomUUID();
        database.query("select ensure_month(?)", row -> {}, time(capturedAt));
        database.update(
                """
                insert into frame (captured_at, frame_id, source_id, image_sha256, received_at, origin_topic,
                  origin_topic_id, origin_partition, origin_offset, claim_topic, claim_topic_id, claim_partition,
                  claim_offset, trace_id, attributes)
                values (?, ?, ?, ?, ?, 'frames', ?, 0, 7, 'claims', ?, 1, 8, '4bf92f3577b34da6a3ce929d0e0e4736',
                  '{"site": "north"}')""", time(capturedAt), id, source, HASH, time(capturedAt), UUID.randomUUID(), UUID.randomUUID());
        return id;
    }

    /** A frame with a serving inference of as many detections as there are scores. */
    UUID inferred(String source, Instant capturedAt, String label, double... scores) {
        var id = received(source, capturedAt);
        var model = database.queryForObject("select id from model_version where name = 'text-detector'", Long.class);
        database.update("""
                insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n,
                  parameters, contract_version, runtime_version, fetch_micros, decode_micros, infer_micros, post_micros)
                values (?, ?, ?, 'SERVING', ?, ?, ?, '{"minConfidence": 0.5}', '1', '0.1', 1, 2, 3, 4)""", time(capturedAt), id, model, source, time(capturedAt), scores.length);
        for (var ordinal = 0; ordinal < scores.length; ordinal++) {
            database.update("""
                    insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id,
                      class_id, label, score, x, y, w, h, polygon)
                    values (?, ?, ?, 'SERVING', ?, ?, 0, ?, ?, 0.1, 0.2, 0.3, 0.4, '{0.1,0.2,0.4,0.2,0.4,0.6}')""", time(capturedAt), id, model, ordinal, source, label, scores[ordinal]);
        }
        return id;
    }

    /** Says that another version has found what is on the frame. */
    void foundBy(UUID frame, String model, String version) {
        database.update("""
                insert into model_version (name, version, sha256) values (?, ?, ?) on conflict do nothing""", model, version, HASH);
        database.update("""
                update detection set model_version_id = (select id from model_version where name = ? and version = ?)
                where frame_id = ?""", model, version, frame);
    }

    /** Makes the frame one of this picture. */
    void pointTo(UUID frame, ClaimRef claim) {
        database.update(
                """
                insert into image (sha256, bucket, object_key, size, media_type, width, height)
                values (?, ?, ?, ?, ?, 320, 240) on conflict do nothing""",
                claim.getSha256().bytes(),
                claim.getBucket(),
                claim.getKey(),
                claim.getSize(),
                claim.getMediaType());
        database.update(
                "update frame set image_sha256 = ? where frame_id = ?",
                claim.getSha256().bytes(),
                frame);
    }

    /** A frame that no retry can cure, without a row of its own. */
    UUID deadLettered(String source) {
        var id = UUID.randomUUID();
        database.update("""
                insert into dead_letter (event_id, state, reason, stage, route, frame_id, source_id, attempts,
                  first_failed_at, last_failed_at, exception_class, message, stack_hash, runtime_version)
                values (?, 'open', 'NOT_A_PICTURE', 'ingest', 'ingest-frame', ?, ?, 1, now(), now(), 'PermanentFailure',
                  'the bytes are not a picture', 'abc', '0.1')""", UUID.randomUUID(), id, source);
        return id;
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
