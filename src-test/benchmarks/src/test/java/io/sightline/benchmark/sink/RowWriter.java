package io.sightline.benchmark.sink;

import java.sql.SQLException;

/** One way to store deliveries, for one thread: claims in a transaction, then inferences in another. */
public interface RowWriter extends AutoCloseable {
    void write(Delivery delivery) throws Exception;

    /** Ends it, with its connections. */
    @Override
    default void close() throws SQLException {}
}
