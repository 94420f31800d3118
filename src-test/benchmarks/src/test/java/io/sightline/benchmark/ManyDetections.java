package io.sightline.benchmark;

import java.time.YearMonth;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A database with a year of detections, the same ones each time: 40 sources that are busy alike, ten labels of which
 * each is half as frequent as the one before, scores and boxes that are spread evenly.
 */
final class ManyDetections {
    static final YearMonth FIRST_MONTH = YearMonth.of(2025, 11);

    private static final int MONTHS = 12;
    private static final int PER_FRAME = 8;
    private static final int SOURCES = 40;
    private static final int LABELS = 10;

    private final DriverManagerDataSource server;

    /** @param settings of the runtime that will read them */
    ManyDetections(Map<String, String> settings) {
        server = new DriverManagerDataSource(
                settings.getOrDefault("spring.datasource.url", ""),
                settings.getOrDefault("spring.datasource.username", ""),
                settings.getOrDefault("spring.datasource.password", ""));
    }

    /** Makes the tables and fills them, as an audit would want them to be. */
    void fill(int detections) {
        Flyway.configure().dataSource(server).locations("classpath:sql").load().migrate();
        var database = new JdbcTemplate(server);
        for (int month = 0; month < MONTHS; month++) {
            database.execute("select ensure_month('%s-15')".formatted(FIRST_MONTH.plusMonths(month)));
        }
        var frames = detections / PER_FRAME;
        var seconds = 365.0 * 24 * 60 * 60 / frames;
        database.execute("""
                create table given as
                  select i, md5(i::text)::uuid as id, sha256(i::text::bytea) as hash, 'camera-' || i %% %d as source,
                    timestamptz '%s-01T00:00:00Z' + i * interval '%f seconds' as at
                  from generate_series(0, %d) i""".formatted(SOURCES, FIRST_MONTH, seconds, frames - 1));
        database.execute("""
                insert into model_version (name, version, sha256)
                values ('m', '1', sha256('m1')), ('m', '2', sha256('m2'))""");
        database.execute("""
                insert into source (id, name) select distinct source, source from given""");
        database.execute("""
                insert into image (sha256, bucket, object_key, size, media_type, width, height)
                select hash, 'benchmark', id, 1, 'image/jpeg', 640, 480 from given""");
        database.execute("""
                insert into frame (captured_at, frame_id, source_id, image_sha256, received_at, claim_topic, claim_topic_id,
                  claim_partition, claim_offset)
                select at, id, source, hash, at, 'claims', md5('claims')::uuid, 0, i from given""");
        // The second version came after ten of the twelve months.
        database.execute("""
                insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n,
                  parameters, contract_version, runtime_version, fetch_micros, decode_micros, infer_micros, post_micros)
                select at, id, 1 + (i > %d)::integer, 'SERVING', source, at, %d, '{}', '1', '1', 1, 1, 1, 1
                from given""".formatted(frames / MONTHS * 10, PER_FRAME));
        // Drawn by a hash of frame and number, so that they are the same ones each time.
        database.execute("""
                insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id,
                  label, score, x, y, w, h)
                select captured_at, frame_id, model_version_id, 'SERVING', number, source_id, class, 'label-' || class,
                  get_byte(drawn, 1) / 255.0, get_byte(drawn, 2) / 255.0 * 0.9, get_byte(drawn, 3) / 255.0 * 0.9,
                  0.02 + get_byte(drawn, 4) / 255.0 * 0.08, 0.02 + get_byte(drawn, 5) / 255.0 * 0.08
                from inference, generate_series(0, %d) number,
                  lateral (select sha256((frame_id::text || number)::bytea) as drawn) as hashes,
                  lateral (select least(%d, floor(-ln((get_byte(drawn, 0) + 0.5) / 256) / ln(2)))::integer as class) as kinds""".formatted(PER_FRAME - 1, LABELS - 1));
        database.execute("drop table given");
        database.execute("select audit_recount()");
        database.execute("vacuum analyze");
    }
}
