package io.sightline.gate;

import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The server behind the pool: that it gives no connection is told at once. The pool itself asks it again and again, and
 * says so only when whoever waits for a connection has waited in vain; nobody may be waiting at all.
 */
public final class ReportedDatabase implements InvocationHandler {
    private final DataSource server;
    private final OutageReports reports;

    private ReportedDatabase(DataSource server, OutageReports reports) {
        this.server = server;
        this.reports = reports;
    }

    /** The server whose refusals are reported. */
    public static DataSource around(DataSource server, OutageReports reports) {
        return (DataSource) Proxy.newProxyInstance(
                ReportedDatabase.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                new ReportedDatabase(server, reports));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(server, arguments);
        } catch (InvocationTargetException e) {
            var thrown = e.getCause() == null ? e : e.getCause();
            if (thrown instanceof SQLException refused
                    && method.getName().equals("getConnection")
                    && !isFull(refused)) {
                reports.report(new TransientFailure(
                        FailureCode.DEPENDENCY_UNAVAILABLE,
                        String.valueOf(refused.getMessage()),
                        refused,
                        Dependency.POSTGRESQL));
            }
            throw thrown;
        }
    }

    /** A server that gives no more connections than there are (SQLState 53) is there: those that the pool has work. */
    private static boolean isFull(SQLException refused) {
        return refused.getSQLState() != null && refused.getSQLState().startsWith("53");
    }
}
