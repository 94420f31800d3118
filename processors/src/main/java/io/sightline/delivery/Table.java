package io.sightline.delivery;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes rows of one kind with their children.
 *
 * @param <T> a row
 */
public interface Table<T> {
    /**
     * Writes the rows in the connection's transaction; rows that are already there are left alone.
     *
     * @return how many of them were new
     */
    int insert(Connection connection, List<T> rows) throws SQLException;
}
