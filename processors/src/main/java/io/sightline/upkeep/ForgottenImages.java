package io.sightline.upkeep;

import java.sql.Connection;
import java.sql.SQLException;

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
            select (select count(*) from asked), (select count(*) from gone)""".formatted(BATCH);

    private final Connection connection;

    ForgottenImages(Connection connection) {
        this.connection = connection;
    }

    /** Answers how many rows are gone. */
    long delete() throws SQLException {
        long deleted = 0;
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            for (long asked = BATCH; asked == BATCH; ) {
                statement.execute("set local lock_timeout = '3s'");
                statement.execute("lock table image in share row exclusive mode");
                try (var answer = statement.executeQuery(DELETE)) {
                    answer.next();
                    asked = answer.getLong(1);
                    deleted += answer.getLong(2);
                }
                connection.commit();
            }
            return deleted;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }
}
