package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Deletes dead letters that were resolved long ago, and writes down how many of which record's partition. Those of
 * ingest stay as long as the sink has an open one of the same frame.
 */
final class ResolvedLetters {
    private static final int BATCH = 10_000;
    private static final String DROP = """
            insert into retention_drop (table_name, row_count) values ('dead_letter', 0) returning id""";
    // A letter of ingest whose frame was made and then refused by the sink is resolved, and still its record's account
    // until the frame is there: once both have been counted apart from each other, nobody could tell that they are of
    // one.
    private static final String OLD = """
            state = 'resolved' and resolved_at <= ?::timestamptz
              and not (stage = 'ingest' and not frame_stored and exists (select from dead_letter refused
                where refused.frame_id = old.frame_id and refused.stage = 'sink' and refused.state <> 'resolved'))""";
    private static final String DELETE = """
            with gone as (
              delete from dead_letter where event_id in (
                select event_id from dead_letter old where %s
                order by resolved_at limit ? for update skip locked)
              returning stage, failed_topic, failed_topic_id, failed_partition, failed_offset, frame_stored),
            counted as (
              insert into retention_count (drop_id, kind, stage, topic, topic_id, partition, row_count, first_offset,
                last_offset, frame_stored)
              select ?, 'failed', stage, failed_topic, failed_topic_id, failed_partition, count(*), min(failed_offset),
                max(failed_offset), frame_stored
              from gone where failed_topic is not null and failed_partition is not null and failed_offset is not null
              group by stage, failed_topic, failed_topic_id, failed_partition, frame_stored)
            update retention_drop set row_count = (select count(*) from gone) where id = ? returning row_count""".formatted(OLD);

    private final Connection connection;

    ResolvedLetters(Connection connection) {
        this.connection = connection;
    }

    /** How many were resolved at this moment or before it. */
    long count(Instant moment) throws SQLException {
        try (var statement = connection.prepareStatement("select count(*) from dead_letter old where " + OLD)) {
            statement.setString(1, moment.toString());
            try (var answer = statement.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }

    /** Deletes those that were resolved at this moment or before it; answers how many are gone. */
    long delete(Instant moment) throws SQLException {
        long deleted = 0;
        connection.setAutoCommit(false);
        try {
            for (long batch = BATCH; batch == BATCH; ) {
                batch = deleteBatch(moment);
                deleted += batch;
            }
            return deleted;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private long deleteBatch(Instant moment) throws SQLException {
        try (var drop = connection.prepareStatement(DROP);
                var delete = connection.prepareStatement(DELETE);
                var begun = drop.executeQuery()) {
            begun.next();
            long id = begun.getLong(1);
            delete.setString(1, moment.toString());
            delete.setInt(2, BATCH);
            delete.setLong(3, id);
            delete.setLong(4, id);
            try (var answer = delete.executeQuery()) {
                answer.next();
                long deleted = answer.getLong(1);
                if (deleted > 0) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return deleted;
            }
        }
    }
}
