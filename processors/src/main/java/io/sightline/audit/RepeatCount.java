package io.sightline.audit;

import io.sightline.frame.Identities;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Looks in a window for what is stored more than once. The keys of the tables hold the time of capture, so that they
 * keep a frame or a serving inference from being stored twice as long as it comes with the same time alone; and none
 * keeps two frames from naming one record. A repeat is found when both rows are in the window, and is named on each of
 * their days.
 */
final class RepeatCount {
    private static final String FRAMES = "frame-repeats";
    private static final String ORIGINS = "origin-repeats";
    private static final String INFERENCES = "inference-repeats";
    /** What it looks for. */
    static final List<String> EQUATIONS = List.of(FRAMES, ORIGINS, INFERENCES);

    private static final int MOST_NAMED = 5;

    /** By day: what is there more than once, its rows, and the first of it. */
    private static final String BY_DAY = """
            select days.day::text, count(*), sum(rows), (array_agg(thing order by first_row, thing))[1:5] from (%s) repeated
            cross join lateral (select (first_row at time zone 'UTC')::date as day
              union select (last_row at time zone 'UTC')::date) days
            group by days.day order by days.day""";
    /** Entries of an index alone: a frame that is there twice has two times of capture. */
    static final String REPEATED_FRAMES = """
            select frame_id::text as thing, count(*) as rows, min(captured_at) as first_row, max(captured_at) as last_row from frame
            where captured_at >= ?::timestamptz and captured_at < ?::timestamptz
            group by frame_id having count(*) > 1""";

    // Of 64 offsets in a row each is a bit: there are fewer bits than rows where an offset is there twice. That takes
    // one pass and little memory; only where there are such offsets it is asked which they are.
    static final String BLOCKS = """
            select origin_topic_id, origin_partition, origin_offset >> 6, min(captured_at)::text, max(captured_at)::text
            from frame
            where captured_at >= ?::timestamptz and captured_at < ?::timestamptz and origin_offset is not null
            group by origin_topic_id, origin_partition, origin_offset >> 6
            having count(*) <> bit_count(bit_or(1::bigint << (origin_offset & 63)::integer)::bit(64))""";

    private static final String REPEATED_ORIGINS = """
            select origin_topic_id || '/' || origin_partition || '/' || origin_offset || ' ' || min(frame_id::text)
                || ' ' || max(frame_id::text) as thing,
              count(*) as rows, min(captured_at) as first_row, max(captured_at) as last_row
            from unnest(?, ?, ?, ?, ?) as blocks (topic_id, number, block, low, high)
            join frame on origin_topic_id = topic_id and origin_partition = number and origin_offset >> 6 = block
              and captured_at between low::timestamptz and high::timestamptz
            where captured_at >= ?::timestamptz and captured_at < ?::timestamptz
            group by origin_topic_id, origin_partition, origin_offset having min(frame_id::text) <> max(frame_id::text)""";
    /** The key of those that serve has the entries. */
    static final String REPEATED_INFERENCES = """
            select frame_id::text as thing, count(*) as rows, min(captured_at) as first_row, max(captured_at) as last_row from inference
            where captured_at >= ?::timestamptz and captured_at < ?::timestamptz and purpose = 'SERVING'
            group by frame_id having count(*) > 1""";

    private final Connection connection;

    RepeatCount(Connection connection) {
        this.connection = connection;
    }

    /** What is there more than once, by day; the connection is in a transaction of isolation repeatable read. */
    List<Gap> count(DayWindow window) throws SQLException {
        var gaps = new ArrayList<Gap>();
        add(gaps, FRAMES, REPEATED_FRAMES, window, List.of());
        var blocks = blocks(window);
        if (!blocks.isEmpty()) {
            add(gaps, ORIGINS, REPEATED_ORIGINS, window, blocks);
        }
        add(gaps, INFERENCES, REPEATED_INFERENCES, window, List.of());
        return gaps;
    }

    /** 64 offsets of a partition, and the time in which their frames were captured. */
    private record Block(UUID topicId, int partition, long number, String low, String high) {}

    private List<Block> blocks(DayWindow window) throws SQLException {
        var blocks = new ArrayList<Block>();
        try (var statement = connection.prepareStatement(BLOCKS)) {
            set(statement, 1, window);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    blocks.add(new Block(
                            rows.getObject(1, UUID.class),
                            rows.getInt(2),
                            rows.getLong(3),
                            rows.getString(4),
                            rows.getString(5)));
                }
            }
        }
        return blocks;
    }

    private void add(List<Gap> gaps, String equation, String question, DayWindow window, List<Block> blocks)
            throws SQLException {
        try (var statement = connection.prepareStatement(BY_DAY.formatted(question))) {
            int next = 1;
            if (!blocks.isEmpty()) {
                next = set(statement, next, "uuid", blocks, Block::topicId);
                next = set(statement, next, "integer", blocks, Block::partition);
                next = set(statement, next, "bigint", blocks, Block::number);
                next = set(statement, next, "text", blocks, Block::low);
                next = set(statement, next, "text", blocks, Block::high);
            }
            set(statement, next, window);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var day = rows.getString(1);
                    long things = rows.getLong(2);
                    long found = rows.getLong(3);
                    gaps.add(new Gap(
                            equation,
                            null,
                            day,
                            things,
                            found,
                            things - found,
                            firstIds(equation, rows.getArray(4)),
                            RepeatExplanations.of(equation, day, things, found)));
                }
            }
        }
    }

    private static void set(PreparedStatement statement, int place, DayWindow window) throws SQLException {
        statement.setString(place, DayWindow.start(window.since()).toString());
        statement.setString(place + 1, DayWindow.start(window.until()).toString());
    }

    private int set(
            PreparedStatement statement, int place, String type, List<Block> blocks, Function<Block, Object> part)
            throws SQLException {
        statement.setArray(
                place, connection.createArrayOf(type, blocks.stream().map(part).toArray()));
        return place + 1;
    }

    private static List<String> firstIds(String equation, Array column) throws SQLException {
        var texts = (String[]) column.getArray();
        return equation.equals(ORIGINS)
                ? Stream.of(texts)
                        .flatMap(RepeatCount::strangers)
                        .limit(MOST_NAMED)
                        .toList()
                : List.of(texts);
    }

    /** Of frames that name one record, those whose id is not that of the record. */
    private static Stream<String> strangers(String text) {
        var parts = text.split(" ");
        var own = Identities.frame(parts[0]).toString();
        return Stream.of(parts).skip(1).filter(id -> !id.equals(own));
    }
}
