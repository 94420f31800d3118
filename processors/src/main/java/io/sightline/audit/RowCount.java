package io.sightline.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of a window, by UTC day of capture and where rows say so by partition of the claims topic, and
 * compares them with what the sink has stored less what retention has dropped; and looks for the images and model
 * versions that the rows name, and for what is there more than once. All is read in one transaction, and changes in
 * one: there is no in flight here, not one row may differ.
 */
final class RowCount {
    /** More gaps say nothing more. */
    private static final int MOST_GAPS = 1_000;

    private static final String FRAMES = """
            select coalesce(b.topic || '-' || b.partition, r.topic || '-' || r.partition), coalesce(b.day, r.day)::text,
              coalesce(b.rows, 0), coalesce(r.rows, 0)
            from (select topic_id, partition, day, topic, frames - frames_dropped as rows from sink_day
              where day >= ?::date and day < ?::date and frames > 0) b
            full join (select claim_topic_id as topic_id, claim_partition as partition, min(claim_topic) as topic,
                (captured_at at time zone 'UTC')::date as day, count(*) as rows
              from frame where captured_at >= ?::timestamptz and captured_at < ?::timestamptz group by 1, 2, 4) r
            using (topic_id, partition, day)
            where coalesce(b.rows, 0) <> coalesce(r.rows, 0) order by 2, 1""";
    private static final String CHILDREN = """
            select null, coalesce(b.day, r.day)::text, coalesce(b.rows, 0), coalesce(r.rows, 0)
            from (select day, sum(%1$ss - %1$ss_dropped) as rows from sink_day
              where day >= ?::date and day < ?::date group by day) b
            full join (select (captured_at at time zone 'UTC')::date as day, count(*) as rows
              from %1$s where captured_at >= ?::timestamptz and captured_at < ?::timestamptz group by 1) r
            using (day)
            where coalesce(b.rows, 0) <> coalesce(r.rows, 0) order by 2""";
    // Nothing keeps count of what others refer to: the rows that refer to it are its account.
    private static final String PARENTS = """
            select null, (c.captured_at at time zone 'UTC')::date::text as day, count(*), count(p.%3$s)
            from %1$s c left join %2$s p on p.%3$s = c.%4$s
            where c.captured_at >= ?::timestamptz and c.captured_at < ?::timestamptz
            group by day having count(*) <> count(p.%3$s) order by day""";

    private final Connection connection;

    RowCount(Connection connection) {
        this.connection = connection;
    }

    /** Counts; the connection is in a transaction of isolation repeatable read, and has read nothing in it. */
    List<Gap> count(DayWindow window) throws SQLException {
        keepPartitions(connection);
        var gaps = new ArrayList<Gap>();
        var days = List.of(window.since().toString(), window.until().toString());
        var moments = List.of(
                DayWindow.start(window.since()).toString(),
                DayWindow.start(window.until()).toString());
        var both = Stream.concat(days.stream(), moments.stream()).toList();
        add(gaps, "frame", FRAMES, both);
        add(gaps, "inference", CHILDREN.formatted("inference"), both);
        add(gaps, "detection", CHILDREN.formatted("detection"), both);
        add(gaps, "image", PARENTS.formatted("frame", "image", "sha256", "image_sha256"), moments);
        add(gaps, "model_version", PARENTS.formatted("inference", "model_version", "id", "model_version_id"), moments);
        gaps.addAll(new RepeatCount(connection).count(window));
        return gaps.subList(0, Math.min(gaps.size(), MOST_GAPS));
    }

    /**
     * Before anything is read. A partition that is dropped is gone for a snapshot from before that too, while the books
     * are read as they were; retention gives way and comes again.
     */
    static void keepPartitions(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("lock table frame, inference, detection in access share mode");
        }
    }

    private void add(List<Gap> gaps, String table, String sql, List<String> times) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < times.size(); i++) {
                statement.setString(i + 1, times.get(i));
            }
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    gaps.add(gap(table, rows.getString(1), rows.getString(2), rows.getLong(3), rows.getLong(4)));
                }
            }
        }
    }

    private static Gap gap(String table, @Nullable String partition, String day, long expected, long found) {
        boolean isReferredTo = table.equals("image") || table.equals("model_version");
        return new Gap(
                table.replace('_', '-') + "-rows",
                partition,
                day,
                expected,
                found,
                expected - found,
                List.of(),
                isReferredTo
                        ? Explanations.parents(table, day, expected - found)
                        : Explanations.rows(table, day, expected, found));
    }
}
