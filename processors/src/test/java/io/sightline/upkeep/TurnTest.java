package io.sightline.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class TurnTest {
    private static final int PATIENCE_MILLIS = 200;

    @Test
    void aStatementMayTakeLongerThanThoseOfThePipeline(TestDatabase database) throws SQLException {
        var turn = new Turn(impatient(database.dataSource()));

        assertThat(turn.take("work", TurnTest::sleep)).contains("done");
    }

    @Test
    void nobodyElseWorksMeanwhile(TestDatabase database) throws SQLException {
        var turn = new Turn(database.dataSource());

        var inner = turn.take("work", connection -> Optional.of(turn.take("work", TurnTest::sleep)));

        assertThat(inner).contains(Optional.empty());
    }

    private static Optional<String> sleep(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("select pg_sleep(" + 3 * PATIENCE_MILLIS / 1000.0 + ")");
        }
        return Optional.of("done");
    }

    /** Its connections give a statement up as those of the runtime do, only sooner. */
    private static DataSource impatient(DataSource database) {
        return (DataSource) Proxy.newProxyInstance(
                TurnTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    var connection = database.getConnection();
                    connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
                    return connection;
                });
    }
}
