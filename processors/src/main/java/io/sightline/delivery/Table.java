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
     * Holds what the rows are written to until the connection's transaction ends. {@link #insert} does so by itself;
     * whoever takes other locks before it, which rows that are being written wait for, does it before these.
     */
    default void hold(Connection connection, List<T> rows) throws SQLException {}

    /**
     * Writes the rows in the connection's transaction; rows that are already there, or were there until retention
     * dropped them, are left alone.
     *
     * @return those of the rows that were new, the very same objects
     */
    List<T> insert(Connection connection, List<T> rows) throws SQLException;

    /** The stage that makes the records of these rows; empty when none does. */
    String madeBy();
}
