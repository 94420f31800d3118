package io.sightline.api;

import org.springframework.jdbc.core.JdbcTemplate;

/** Rows that plans are made for: frames every nine minutes, of few sources that are busy and one that is quiet. */
final class PlannedRows {
    static final int FRAMES = 5_000;
    /** Of each frame. */
    static final int DETECTIONS = 8;

    private PlannedRows() {}

    /** Fills the tables; the frames stay in the session's table {@code given}. */
    static void fill(JdbcTemplate database) {
        for (var month : new String[] {"2026-04-15", "2026-05-15"}) {
            database.execute("select ensure_month('%s')".formatted(month));
        }
        database.execute("""
                create temporary table given as
                  select i, md5(i::text)::uuid as id, sha256(i::text::bytea) as hash,
                    timestamptz '2026-04-15T00:00:00Z' + i * interval '9 minutes' as at,
                    case when i %% 1000 = 0 then 'quiet' else 'camera-' || i %% 4 end as source, i %% 1000 = 7 as seldom
                  from generate_series(1, %d) i""".formatted(FRAMES));
        database.execute(
                "insert into model_version (name, version, sha256) values ('m', '1', sha256('m')), ('n', '2', sha256('n')),"
                        + " ('m', '2', sha256('o'))");
        database.execute("""
                insert into image (sha256, bucket, object_key, size, media_type, width, height)
                select hash, 'plans', id, 1, 'image/jpeg', 1, 1 from given""");
        database.execute("""
                insert into frame (captured_at, frame_id, source_id, image_sha256, received_at, claim_topic,
                  claim_topic_id, claim_partition, claim_offset)
                select at, id, source, hash, at, 'claims', id, 0, i from given""");
        database.execute("""
                insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n,
                  parameters, contract_version, runtime_version, fetch_micros, decode_micros, infer_micros, post_micros)
                select at, id, 1, 'SERVING', source, at, %d, '{}', '1', '1', 1, 1, 1, 1 from given""".formatted(DETECTIONS));
        database.execute("""
                insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id,
                  label, score, x, y, w, h)
                select at, id, case when seldom then 2 else 1 end, 'SERVING', n, source, 0,
                  case when seldom then 'seal' || n % 2 else 'text' end, case when seldom then 0.99 else 0.9 end,
                  case when seldom then 0.8 else 0 end, 0, 0.1, 0.1
                from given, generate_series(0, DETECTIONS - 1) n""".replace("DETECTIONS", String.valueOf(DETECTIONS)));
        // Of every fifth frame, the latest among them.
        database.execute("""
                insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n,
                  parameters, contract_version, runtime_version, fetch_micros, decode_micros, infer_micros, post_micros)
                select at, id, 3, 'SHADOW', source, at, 1, '{}', '1', '1', 1, 1, 1, 1 from given where i % 5 = 0""");
        database.execute("""
                insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id,
                  label, score, x, y, w, h)
                select at, id, 3, 'SHADOW', 0, source, 0, 'text', 0.9, 0, 0, 0.1, 0.1 from given where i % 5 = 0""");
        database.execute("""
                insert into dead_letter (event_id, state, reason, stage, route, frame_id, source_id, attempts,
                  first_failed_at, last_failed_at, exception_class, message, stack_hash, runtime_version)
                select id, 'open', 'CLAIM_MISSING', 'detect', 'detect-frame', id, source, 1, at, at, 'E', 'm', 'h', '1'
                from given""");
        database.execute("""
                insert into model_event (name, version, step, epoch, sha256)
                select 'm' || n, '1', 'serving', 1, sha256('m') from generate_series(0, 4) n""");
        database.execute("""
                insert into model_state (name, epoch, sequence, announced)
                select 'm' || n, 1, 1, jsonb_build_object('serving', jsonb_build_object('sha256', encode(sha256('m'), 'hex')))
                from generate_series(0, 4) n""");
        database.execute("""
                insert into model_event (name, version, step, epoch)
                select 'm' || n % 5, n, 'discovered', 1 from generate_series(1, 5000) n""");
        database.execute("vacuum analyze");
    }
}
