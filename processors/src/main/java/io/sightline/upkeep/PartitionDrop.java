package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Drops a partition and writes down what it held, in one transaction: either both are seen or none. The very records of
 * frames and serving inferences are kept, so that the sink knows them when they come again.
 */
final class PartitionDrop {
    /** Of so many offsets the rows are counted together: whoever looks for one must not read a long list of them. */
    private static final int BLOCK = 20_000;

    private static final String RECORD = """
            insert into retention_drop (table_name, partition_name, from_time, to_time, row_count, serving_count,
              first_captured_at, last_captured_at, records_known)
            select ?, ?, ?::timestamptz, ?::timestamptz, count(*), %s, min(captured_at), max(captured_at), true from %s
            returning id, row_count""";
    private static final String COUNT = """
            insert into retention_count (drop_id, kind, topic, topic_id, partition, row_count, first_offset, last_offset,
              offsets)
            select ?, '%1$s', %2$s_topic, %2$s_topic_id, %2$s_partition, count(*), min(%2$s_offset), max(%2$s_offset),
              range_agg(int8range(%2$s_offset, %2$s_offset + 1))
            from %3$s where %2$s_topic_id is not null
            group by %2$s_topic, %2$s_topic_id, %2$s_partition, %2$s_offset / %4$d""";
    // Which record an inference came of is known by its frame, which may be stored at this very moment. So one
    // statement looks both for those whose frame is there and for those whose frame is not. The month is in its text,
    // so
    // that the planner leaves all others alone: a lock on the default partition would keep whoever makes a month
    // waiting.
    private static final String SERVED = """
            with served as materialized (
              select i.frame_id, f.origin_topic, f.origin_topic_id, f.origin_partition, f.origin_offset
              from %s i left join frame f on f.frame_id = i.frame_id and f.captured_at = i.captured_at
                and f.captured_at >= '%s' and f.captured_at < '%s'
              where i.purpose = 'SERVING'),
            noted as (
              insert into dropped_inference select frame_id from served where origin_topic_id is null on conflict do nothing)
            %s""";
    // Nobody could name them any more, nor write them off. Their inferences are gone: those of a month are dropped
    // before its frames. To look for them would lock the default partition, which is where those of such a month would
    // be.
    private static final String UNSERVED = """
            insert into written_off_frame (frame_id, captured_at, bound, dropped)
            select frame_id, captured_at, false, true from undropped_frame
            where captured_at >= '%s' and captured_at < '%s'
            on conflict (frame_id) do update set dropped = true""";
    // The days of a month are dropped as a whole: what is stored of them later is not among it.
    private static final String ACCOUNT = """
            update sink_day set %1$ss_dropped = %1$ss
            where day >= (?::timestamptz at time zone 'UTC')::date and day < (?::timestamptz at time zone 'UTC')::date
              and %1$ss <> %1$ss_dropped""";

    private final Connection connection;

    PartitionDrop(Connection connection) {
        this.connection = connection;
    }

    /** Answers how many rows are gone. */
    long drop(Partition partition) throws SQLException {
        connection.setAutoCommit(false);
        try {
            long rows = dropInTransaction(partition);
            connection.commit();
            return rows;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private long dropInTransaction(Partition partition) throws SQLException {
        var frames = partition.table().equals("frame");
        // Writers of all months wait behind whoever waits for the whole table: it must not be long. The drop gives way.
        execute("set local lock_timeout = '3s'");
        // Counting takes a while. Nobody may write to the month meanwhile, but everybody else goes on. The sinks wait
        // for the month itself, before they hold the table that the drop needs in the end.
        execute("select pg_advisory_xact_lock(month_lock('" + partition.name() + "'))");
        execute("lock table " + partition.name() + " in share mode");
        var record = record(partition);
        if (frames) {
            count(record.id(), "origin", partition);
            count(record.id(), "claim", partition);
            execute("insert into dropped_frame select frame_id from " + partition.name()
                    + " where origin_topic_id is null on conflict do nothing");
            execute("insert into forgotten_image select distinct image_sha256 from " + partition.name()
                    + " on conflict do nothing");
            execute(UNSERVED.formatted(partition.from(), partition.to()));
        }
        if (partition.table().equals("inference")) {
            countServed(record.id(), partition);
        }
        execute("select pg_advisory_xact_lock(hashtext('sightline.partitions'))");
        execute("alter table " + partition.table() + " detach partition " + partition.name());
        // Nobody else who has written to these rows of the books is waiting for the table by now.
        account(partition);
        execute("drop table " + partition.name());
        return record.rows();
    }

    private Drop record(Partition partition) throws SQLException {
        var serving =
                partition.table().equals("inference") ? "count(*) filter (where purpose = 'SERVING')" : "null::bigint";
        try (var statement = connection.prepareStatement(RECORD.formatted(serving, partition.name()))) {
            statement.setString(1, partition.table());
            statement.setString(2, partition.name());
            statement.setString(3, partition.from().toString());
            statement.setString(4, partition.to().toString());
            try (var answer = statement.executeQuery()) {
                answer.next();
                return new Drop(answer.getLong(1), answer.getLong(2));
            }
        }
    }

    private void count(long drop, String kind, Partition partition) throws SQLException {
        try (var statement = connection.prepareStatement(COUNT.formatted(kind, kind, partition.name(), BLOCK))) {
            statement.setLong(1, drop);
            statement.executeUpdate();
        }
    }

    private void countServed(long drop, Partition partition) throws SQLException {
        var count = COUNT.formatted("served", "origin", "served", BLOCK);
        var served = SERVED.formatted(partition.name(), partition.from(), partition.to(), count);
        try (var statement = connection.prepareStatement(served)) {
            statement.setLong(1, drop);
            statement.executeUpdate();
        }
    }

    private void account(Partition partition) throws SQLException {
        try (var statement = connection.prepareStatement(ACCOUNT.formatted(partition.table()))) {
            statement.setString(1, partition.from().toString());
            statement.setString(2, partition.to().toString());
            statement.executeUpdate();
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private record Drop(long id, long rows) {}
}
