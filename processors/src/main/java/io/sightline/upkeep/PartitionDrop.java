package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;

/** Drops a partition and writes down what it held, in one transaction: either both are seen or none. */
final class PartitionDrop {
    private static final String RECORD = """
            insert into retention_drop (table_name, partition_name, from_time, to_time, row_count, serving_count,
              first_captured_at, last_captured_at)
            select ?, ?, ?::timestamptz, ?::timestamptz, count(*), %s, min(captured_at), max(captured_at) from %s
            returning id, row_count""";
    private static final String COUNT = """
            insert into retention_count (drop_id, kind, topic, topic_id, partition, row_count, first_offset, last_offset)
            select ?, '%1$s', %1$s_topic, %1$s_topic_id, %1$s_partition, count(*), min(%1$s_offset), max(%1$s_offset)
            from %2$s where %1$s_topic is not null and %1$s_partition is not null
            group by %1$s_topic, %1$s_topic_id, %1$s_partition""";
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
        // Writers of all months wait behind whoever waits for the whole table: it must not be long.
        execute("set local lock_timeout = '3s'");
        execute("select pg_advisory_xact_lock(hashtext('sightline.partitions'))");
        // Counting takes a while. Nobody may write to the partition meanwhile, but everybody else goes on.
        execute("lock table " + partition.name() + " in share mode");
        var record = record(partition);
        if (frames) {
            count(record.id(), "origin", partition);
            count(record.id(), "claim", partition);
            execute("insert into forgotten_image select distinct image_sha256 from " + partition.name()
                    + " on conflict do nothing");
        }
        account(partition);
        execute("alter table " + partition.table() + " detach partition " + partition.name());
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
        try (var statement = connection.prepareStatement(COUNT.formatted(kind, partition.name()))) {
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
