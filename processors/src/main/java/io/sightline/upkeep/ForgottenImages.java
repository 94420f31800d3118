package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Deletes the rows of images that no frame names any more, so that a sweep finds their bytes.
 *
 * <p>The sink writes a frame after it has seen that the image is there. It must not see one that is about to go: while
 * a batch of images is looked at, the sink waits before it writes images.
 */
final class ForgottenImages {
    private static final int BATCH = 500;
    private static final String DELETE = """
            with asked as (
              delete from forgotten_image
              where sha256 in (select sha256 from forgotten_image order by sha256 limit %d)
              returning sha256),
            gone as (
              delete from image i using asked
              where i.sha256 = asked.sha256 and not exists (select from frame f where f.image_sha256 = i.sha256)
              returning 1)
            select count(*) from gone""".formatted(BATCH);

    private final Connection connection;

    ForgottenImages(Connection connection) {
        this.connection = connection;
    }

    /** Answers how many rows are gone. */
    long delete() throws SQLException {
        long deleted = 0;
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            while (ask(statement, "select count(*) from (select from forgotten_image limit 1) found") > 0) {
                statement.execute("set local lock_timeout = '3s'");
                statement.execute("lock table image in share row exclusive mode");
                deleted += ask(statement, DELETE);
                connection.commit();
            }
            connection.commit();
            return deleted;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static long ask(Statement statement, String sql) throws SQLException {
        try (var answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getLong(1);
        }
    }
}
