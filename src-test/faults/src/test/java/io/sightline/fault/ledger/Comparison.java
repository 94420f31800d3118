package io.sightline.fault.ledger;

import io.sightline.fault.ledger.SentRecord.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The ledger beside the rows. The ledger is read from its file into a temporary table, so that the database itself
 * compares, whatever the number of records.
 */
public final class Comparison implements AutoCloseable {
    private static final int EXAMPLES = 5;
    private static final String SENT = """
            create temp table sent (due int, topic_id uuid, partition int, position bigint, frame_id uuid, sha256 bytea)""";
    private static final String FATE = """
            create temp view fate as select *, frames > 0 and inferences > 0 as has_rows from (
              select s.due, coalesce(s.frame_id::text || ' ', '') || concat_ws('/', s.topic_id, s.partition, s.position) as place,
                (select count(*) from frame f where f.frame_id = s.frame_id) as frames,
                (select count(*) from frame f where f.frame_id = s.frame_id and f.image_sha256 = s.sha256
                   and (f.origin_topic_id, f.origin_partition, f.origin_offset)
                     is not distinct from (s.topic_id, s.partition, s.position)) as faithful,
                (select count(*) from inference i where i.frame_id = s.frame_id and i.purpose = 'SERVING') as inferences,
                (select count(*) from dead_letter d where d.state <> 'resolved' and d.frame_id = s.frame_id)
                  + (select count(*) from dead_letter d where d.state <> 'resolved' and d.frame_id is null
                       and d.failed_topic_id = s.topic_id and d.failed_partition = s.partition
                       and d.failed_offset = s.position) as letters,
                (select count(*) from dead_letter d where d.state <> 'resolved' and d.frame_id = s.frame_id
                   and d.stage = 'sink') as letters_of_sink
              from sent s) counts""";
    private static final String COUNTED = """
            create temp view counted as select i.frame_id, i.n, (select count(*) from detection d where d.frame_id = i.frame_id
              and d.model_version_id = i.model_version_id and d.purpose = i.purpose) as found from inference i""";

    private final SingleConnectionDataSource connection;
    private final JdbcTemplate database;

    /**
     * Reads the ledger.
     *
     * @param settings of a runtime, for its database
     * @param ledger file of a {@link SentLedger}
     */
    public Comparison(Map<String, String> settings, Path ledger) {
        this.connection = new SingleConnectionDataSource(
                setting(settings, "spring.datasource.url"),
                setting(settings, "spring.datasource.username"),
                setting(settings, "spring.datasource.password"),
                true);
        this.database = new JdbcTemplate(connection);
        database.execute(SENT);
        load(ledger);
        database.execute("create index on sent (frame_id)");
        database.execute("analyze sent");
        database.execute(FATE);
        database.execute(COUNTED);
    }

    /** Records whose fate has not shown yet. */
    public long unsettled() {
        return count("select count(*) from fate where not has_rows and letters < greatest(due, 1)");
    }

    public Verdict verdict() {
        var findings = Arrays.stream(Check.values())
                .flatMap(check -> ask(check).stream())
                .toList();
        return new Verdict(
                count("select count(*) from sent"),
                count("select count(*) from fate where has_rows and letters = 0"),
                count("select count(*) from fate where letters > 0 and not has_rows"),
                findings);
    }

    @Override
    public void close() {
        connection.destroy();
    }

    private Optional<Finding> ask(Check check) {
        var examples = database.queryForList(check.sql() + " limit " + EXAMPLES, String.class);
        if (examples.isEmpty()) {
            return Optional.empty();
        }
        var total = count("select count(*) from (" + check.sql() + ") found");
        return Optional.of(new Finding(check.harm(), check.what(), total, examples));
    }

    private long count(String sql) {
        return Objects.requireNonNull(database.queryForObject(sql, Long.class));
    }

    private void load(Path ledger) {
        var rows = new ArrayList<Object[]>();
        try (var lines = Files.lines(ledger)) {
            lines.map(SentRecord::parse).map(Comparison::row).forEach(rows::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        database.batchUpdate(
                "insert into sent values (?, ?::uuid, ?::int, ?::bigint, ?::uuid, decode(?, 'hex'))",
                List.copyOf(rows));
    }

    private static Object[] row(SentRecord sent) {
        return new Object[] {
            sent.kind().letters(),
            sent.origin().map(place -> place.topicId().toString()).orElse(null),
            sent.origin().map(Place::partition).orElse(null),
            sent.origin().map(Place::offset).orElse(null),
            sent.frameId().map(Object::toString).orElse(null),
            sent.sha256()
        };
    }

    private static String setting(Map<String, String> settings, String name) {
        return Objects.requireNonNull(settings.get(name), name);
    }
}
