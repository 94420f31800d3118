package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.query.DeadLetterQuery;
import io.sightline.query.DetectionQuery;
import io.sightline.query.TimeRange;
import io.sightline.security.SourceRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * What the API reads when nobody filters is found along an index, however much there is: with the plan that PostgreSQL
 * makes for known values, and with the one that a connection keeps for any.
 */
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadPlansIT {
    private static final int FRAMES = 5_000;
    private static final int DETECTIONS = 8;
    private static final int LIMIT = 50;
    /** A page, what is joined to it and what was looked at in vain; the least table has ten times as many rows. */
    private static final double MOST_ROWS = 500;

    private static final Pattern PARAMETER = Pattern.compile(":#(\\w+)");
    private static final JsonMapper JSON = new JsonMapper();

    private final DriverManagerDataSource server;
    private final SingleConnectionDataSource session;
    private final JdbcTemplate database;

    ReadPlansIT(DevStack stack) {
        var settings = stack.isolate("plans");
        server = new DriverManagerDataSource(
                String.valueOf(settings.get("spring.datasource.url")),
                String.valueOf(settings.get("spring.datasource.username")),
                String.valueOf(settings.get("spring.datasource.password")));
        // Plans belong to a session.
        session = new SingleConnectionDataSource(
                Objects.requireNonNull(server.getUrl()),
                Objects.requireNonNull(server.getUsername()),
                Objects.requireNonNull(server.getPassword()),
                true);
        database = new JdbcTemplate(session);
    }

    @BeforeAll
    void fill() {
        Flyway.configure().dataSource(server).locations("classpath:sql").load().migrate();
        for (var month : new String[] {"2026-04-15", "2026-05-15"}) {
            database.execute("select ensure_month('%s')".formatted(month));
        }
        database.execute("""
                create temporary table given as
                  select i, md5(i::text)::uuid as id, sha256(i::text::bytea) as hash,
                    timestamptz '2026-04-15T00:00:00Z' + i * interval '9 minutes' as at, 'camera-' || i %% 4 as source
                  from generate_series(1, %d) i""".formatted(FRAMES));
        database.execute("insert into model_version (name, version, sha256) values ('m', '1', sha256('m'))");
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
                select at, id, 1, 'SERVING', n, source, 0, 'text', 0.9, 0, 0, 1, 1
                from given, generate_series(0, %d) n""".formatted(DETECTIONS - 1));
        database.execute("""
                insert into dead_letter (event_id, state, reason, stage, route, frame_id, source_id, attempts,
                  first_failed_at, last_failed_at, exception_class, message, stack_hash, runtime_version)
                select id, 'open', 'CLAIM_MISSING', 'detect', 'detect-frame', id, source, 1, at, at, 'E', 'm', 'h', '1'
                from given""");
        database.execute("vacuum analyze");
    }

    @AfterAll
    void leave() {
        session.destroy();
    }

    @ParameterizedTest
    @CsvSource({"force_custom_plan", "force_generic_plan"})
    void aPageOfDetectionsReadsAPage(String plans) throws IOException {
        var query = new DetectionQuery(
                Optional.empty(),
                Optional.empty(),
                new TimeRange(Optional.empty(), Optional.empty()),
                OptionalDouble.empty(),
                LIMIT,
                Optional.empty());

        assertThat(rowsRead("list-detections", plans, query.sqlParameters(SourceRule.EVERY)))
                .isBetween((double) LIMIT, MOST_ROWS);
    }

    @ParameterizedTest
    @CsvSource({"force_custom_plan", "force_generic_plan"})
    void aPageOfDeadLettersReadsAPage(String plans) throws IOException {
        var query = new DeadLetterQuery(
                Optional.of("open"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TimeRange(Optional.empty(), Optional.empty()),
                LIMIT,
                Optional.empty());

        assertThat(rowsRead("list-dead-letters", plans, query.sqlParameters(SourceRule.EVERY)))
                .isBetween((double) LIMIT, MOST_ROWS);
    }

    @ParameterizedTest
    @CsvSource({
        "read-frame, force_custom_plan",
        "read-frame, force_generic_plan",
        "read-inferences, force_custom_plan",
        "read-inferences, force_generic_plan",
        "read-frame-detections, force_custom_plan",
        "read-frame-detections, force_generic_plan",
        "read-letters, force_custom_plan",
        "read-letters, force_generic_plan"
    })
    void aFrameReadsItsOwnRows(String statement, String plans) throws IOException {
        Map<String, Object> parameters = new HashMap<>(SourceRule.EVERY.queryParameters());
        parameters.put(
                "id", Objects.requireNonNull(database.queryForObject("select min(id::text) from given", String.class)));

        assertThat(rowsRead(statement, plans, parameters)).isBetween(1.0, MOST_ROWS);
    }

    /** Rows that a statement of the API takes from tables, those that it throws away too. */
    private double rowsRead(String statement, String plans, Map<String, Object> parameters) throws IOException {
        var names = new ArrayList<String>();
        var sql = PARAMETER.matcher(text(statement)).replaceAll(found -> {
            names.add(found.group(1));
            return "\\$" + names.size();
        });
        var values = names.stream()
                .map(name -> literal(Objects.requireNonNull(parameters.get(name), name)))
                .collect(Collectors.joining(", "));
        database.execute("set plan_cache_mode = " + plans);
        database.execute("prepare asked as " + sql);
        var plan =
                database.queryForObject("explain (analyze, format json) execute asked (" + values + ")", String.class);
        database.execute("deallocate asked");
        return rowsRead(JSON.readTree(plan).get(0).path("Plan"));
    }

    private static double rowsRead(JsonNode plan) {
        var rows = new ArrayList<Double>();
        plan.path("Plans").forEach(part -> rows.add(rowsRead(part)));
        if (plan.has("Relation Name")) {
            var once = plan.path("Actual Rows").asDouble()
                    + plan.path("Rows Removed by Filter").asDouble()
                    + plan.path("Rows Removed by Index Recheck").asDouble();
            rows.add(once * plan.path("Actual Loops").asDouble());
        }
        return rows.stream().mapToDouble(Double::doubleValue).sum();
    }

    private static String literal(Object value) {
        if (value instanceof String[] texts) {
            return "'{" + String.join(",", texts) + "}'";
        }
        return "'" + value + "'";
    }

    private static String text(String statement) throws IOException {
        var name = "/camel/sql/" + statement + ".sql";
        try (var file = ReadPlansIT.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
