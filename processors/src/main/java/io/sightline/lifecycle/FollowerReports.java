package io.sightline.lifecycle;

import io.sightline.claim.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Table {@code follower}, as the leader sees it.
 *
 * @param database where it is
 */
public record FollowerReports(DataSource database) {
    /** A process that has said nothing for this long says nothing about the present. */
    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final String FIND = """
            select process, runs, failures, p95_micros, former_p95_micros from follower
            where name = ? and sha256 = ? and reported_at > clock_timestamp() - ? * interval '1 millisecond'
            order by process""";

    /** What the processes say that serve this version of a model now. */
    public List<FollowerReport> of(String name, Sha256 sha256) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, name);
            statement.setBytes(2, sha256.bytes());
            statement.setLong(3, FRESH.toMillis());
            try (var rows = statement.executeQuery()) {
                var reports = new ArrayList<FollowerReport>();
                while (rows.next()) {
                    reports.add(new FollowerReport(
                            rows.getString("process"),
                            rows.getLong("runs"),
                            rows.getLong("failures"),
                            number(rows, "p95_micros"),
                            number(rows, "former_p95_micros")));
                }
                return reports;
            }
        }
    }

    private static OptionalLong number(ResultSet row, String column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
