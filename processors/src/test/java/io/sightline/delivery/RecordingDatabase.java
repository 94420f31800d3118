package io.sightline.delivery;

import java.io.Closeable;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** A database that stores nothing and writes down what becomes of its transactions. */
public final class RecordingDatabase {
    final List<String> log = new ArrayList<>();

    public DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    log.add("begin");
                    return connection();
                });
    }

    long transactions() {
        return log.stream().filter("begin"::equals).count();
    }

    private Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class, Closeable.class},
                (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "setAutoCommit" -> log.add("autocommit " + arguments[0]);
                        case "commit", "rollback", "close" -> log.add(method.getName());
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }
}
