package io.sightline.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Table audit_result: what the last counts of rows found. What counts is the moment at which a count began, because it
 * saw the rows of that: one that took long may be written down after one that knows better.
 */
final class RowAudits {
    private static final int KEPT = 100;
    private static final String LATEST_FIRST = " order by counted_at desc, id desc";
    private static final String OLD = " id not in (select id from audit_result" + LATEST_FIRST + " limit " + KEPT + ")";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ADD = """
            insert into audit_result (counted_at, since, until, took_ms, gaps)
            values (?::timestamptz, ?::date, ?::date, ?, ?::jsonb) returning id""";
    private static final String NAME = "update audit_result set gaps = ?::jsonb where id = ?";
    // Days that were counted again since have nothing more to say; the others stand, however old they are.
    private static final String STRIP = """
            update audit_result old set gaps = (
              select coalesce(jsonb_agg(gap), '[]') from jsonb_array_elements(old.gaps) gap
              where not exists (select from audit_result later
                where (later.counted_at, later.id) > (old.counted_at, old.id)
                  and (gap ->> 'day')::date >= later.since and (gap ->> 'day')::date < later.until))
            where gaps <> '[]' and""" + OLD;
    private static final String FORGET = "delete from audit_result where gaps = '[]' and" + OLD;

    private RowAudits() {}

    /** Answers the row's id. */
    static long add(Connection connection, RowAudit audit) throws SQLException {
        try (var statement = connection.prepareStatement(ADD);
                var strip = connection.prepareStatement(STRIP);
                var forget = connection.prepareStatement(FORGET)) {
            statement.setString(1, audit.countedAt().toString());
            statement.setString(2, audit.window().since().toString());
            statement.setString(3, audit.window().until().toString());
            statement.setLong(4, audit.tookMillis());
            statement.setString(5, write(audit.gaps()));
            long id;
            try (var added = statement.executeQuery()) {
                added.next();
                id = added.getLong(1);
            }
            strip.executeUpdate();
            forget.executeUpdate();
            return id;
        }
    }

    /** The same gaps, of which more is known by now. */
    static void rename(Connection connection, long id, List<Gap> gaps) throws SQLException {
        try (var statement = connection.prepareStatement(NAME)) {
            statement.setString(1, write(gaps));
            statement.setLong(2, id);
            statement.executeUpdate();
        }
    }

    /** The latest first. */
    static List<RowAudit> all(Connection connection) throws SQLException {
        var found = new ArrayList<RowAudit>();
        try (var statement =
                        connection.prepareStatement("select counted_at, since::text, until::text, took_ms, gaps::text"
                                + " from audit_result" + LATEST_FIRST);
                var rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(new RowAudit(
                        rows.getObject(1, OffsetDateTime.class).toInstant(),
                        new DayWindow(LocalDate.parse(rows.getString(2)), LocalDate.parse(rows.getString(3)), false),
                        rows.getLong(4),
                        read(rows.getString(5))));
            }
        }
        return found;
    }

    /** Gaps of days that were not counted again since. */
    static List<Gap> standing(List<RowAudit> latestFirst) {
        var gaps = new ArrayList<Gap>();
        var counted = new ArrayList<DayWindow>();
        for (var audit : latestFirst) {
            audit.gaps().stream()
                    .filter(gap -> counted.stream()
                            .noneMatch(window -> window.contains(LocalDate.parse(Objects.requireNonNull(gap.day())))))
                    .forEach(gaps::add);
            counted.add(audit.window());
        }
        return gaps;
    }

    private static String write(List<Gap> gaps) {
        try {
            return JSON.writeValueAsString(gaps);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written", e);
        }
    }

    private static List<Gap> read(String gaps) {
        try {
            return JSON.readValue(gaps, new TypeReference<List<Gap>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the column holds what was written", e);
        }
    }
}
