package io.sightline.fault.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.fault.FaultStack;
import io.sightline.fault.ledger.Finding.Harm;
import io.sightline.fault.ledger.SentRecord.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@ExtendWith(FaultStack.class)
class ComparisonIT {
    private static final UUID TOPIC = UUID.fromString("00000000-0000-4000-8000-00000000000a");
    private static final UUID FRAME = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final UUID REFUSED = UUID.fromString("00000000-0000-4000-8000-000000000002");
    private static final String SHA256 = "ab".repeat(32);
    private static final String ROWS = """
            delete from frame; delete from inference; delete from detection; delete from dead_letter;
            insert into frame (captured_at, frame_id, source_id, image_sha256, received_at, origin_topic, origin_topic_id,
              origin_partition, origin_offset, claim_topic, claim_topic_id, claim_partition, claim_offset)
            values ('2026-11-01', '%1$s', 'camera-1', decode('%3$s', 'hex'), now(), 'frames', '%4$s', 1, 7, 'claims', '%4$s', 0, 0);
            insert into inference (captured_at, frame_id, model_version_id, purpose, source_id, completed_at, n, parameters,
              contract_version, runtime_version, fetch_micros, decode_micros, infer_micros, post_micros)
            values ('2026-11-01', '%1$s', 1, 'SERVING', 'camera-1', now(), 2, '{}', '1', '1', 1, 1, 1, 1);
            insert into detection (captured_at, frame_id, model_version_id, purpose, ordinal, source_id, class_id, label, score,
              x, y, w, h)
            select '2026-11-01', '%1$s', 1, 'SERVING', ordinal, 'camera-1', 0, 'spot', 0.5, 0, 0, 1, 1
            from generate_series(0, 1) ordinal;
            insert into dead_letter (event_id, state, reason, stage, route, frame_id, attempts, first_failed_at, last_failed_at,
              exception_class, message, stack_hash, runtime_version)
            values (gen_random_uuid(), 'open', 'NOT_A_PICTURE', 'ingest', 'ingest-frame', '%2$s', 1, now(), now(), '', '', '', '');
            """.formatted(FRAME, REFUSED, SHA256, TOPIC);

    private final Map<String, String> settings;
    private final JdbcTemplate database;

    ComparisonIT(DevStack stack) {
        this.settings = stack.isolate("comparison");
        var source = new DriverManagerDataSource(
                setting("spring.datasource.url"),
                setting("spring.datasource.username"),
                setting("spring.datasource.password"));
        Flyway.configure().dataSource(source).locations("classpath:sql").load().migrate();
        this.database = new JdbcTemplate(source);
        database.execute(ROWS);
    }

    @Test
    void findsNothingWhereEachRecordHasItsRowsOrItsDeadLetter(@TempDir Path folder) {
        assertThat(compare(folder)).isEqualTo(new Verdict(2, 1, 1, List.of()));
    }

    @Test
    void onlyALetterOfTheSinkStandsBesideAnInferenceBecauseTheFrameRowIsMissing(@TempDir Path folder) {
        // Given
        database.execute("""
                insert into inference select captured_at, '%s', model_version_id, purpose, source_id, completed_at, 0, parameters,
                  contract_version, runtime_version, trace_id, alias, 1, 1, 1, 1 from inference""".formatted(REFUSED));
        // When, then
        database.execute("update dead_letter set stage = 'sink'");
        assertThat(compare(folder)).isEqualTo(new Verdict(2, 1, 1, List.of()));
        database.execute("update dead_letter set stage = 'detect'");
        assertThat(compare(folder).findings()).extracting(Finding::harm).contains(Harm.DOUBLED);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "delete from frame | LOST",
                "delete from inference | LOST",
                "delete from detection where ordinal = 1 | LOST",
                "delete from dead_letter | LOST",
                "update dead_letter set state = 'resolved' | LOST",
                "insert into frame (captured_at, frame_id, source_id, image_sha256, received_at, claim_topic, claim_topic_id, claim_partition, claim_offset) select '2026-10-01', frame_id, source_id, image_sha256, received_at, claim_topic, claim_topic_id, 0, 0 from frame | DOUBLED",
                "insert into detection select captured_at, frame_id, 1, 'SERVING', 2, 'x', 0, 'spot', 1, 0, 0, 1, 1 from frame | DOUBLED",
                "update dead_letter set frame_id = (select frame_id from frame) | DOUBLED",
                "update frame set image_sha256 = sha256('other') | WRONG",
                "update frame set origin_offset = 8 | WRONG",
                "update detection set model_version_id = 2 | WRONG",
                "update dead_letter set frame_id = gen_random_uuid() | WRONG",
                "update frame set frame_id = gen_random_uuid() | WRONG"
            })
    void findsWhatIsLostDoubledOrWrong(String damage, Harm harm, @TempDir Path folder) {
        // Given
        database.execute(damage);
        // When
        var verdict = compare(folder);
        // Then
        assertThat(verdict.findings()).extracting(Finding::harm).contains(harm);
    }

    private Verdict compare(Path folder) {
        try (var ledger = new SentLedger(folder.resolve("sent.tsv"))) {
            ledger.add(new SentRecord(Kind.GOOD, Optional.of(new Place(TOPIC, 1, 7)), Optional.of(FRAME), SHA256));
            ledger.add(new SentRecord(Kind.POISON, Optional.of(new Place(TOPIC, 1, 8)), Optional.of(REFUSED), "cd"));
            try (var comparison = new Comparison(settings, ledger.written())) {
                return comparison.verdict();
            }
        }
    }

    private String setting(String name) {
        return String.valueOf(settings.get(name));
    }
}
