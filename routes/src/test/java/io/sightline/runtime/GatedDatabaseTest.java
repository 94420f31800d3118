package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.sightline.failure.Dependency;
import io.sightline.gate.GatedDatabase;
import io.sightline.gate.Gates;
import io.sightline.gate.ReportedDatabase;
import io.sightline.gate.Watched;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Who asks for a connection while there is none. The pool is the real one, before a server that refuses. */
class GatedDatabaseTest {
    private final BlockingQueue<Runnable> probes = new LinkedBlockingQueue<>();
    private final Gates gates = new Gates(
            List.of(new Watched(Dependency.POSTGRESQL, () -> {})),
            Clock.systemUTC(),
            (wait, probe) -> probes.add(probe));
    private final WatchDatabase watch = new WatchDatabase();
    private final HikariDataSource pool = new HikariDataSource();
    private final GatedDatabase database = new GatedDatabase(pool, gates);

    @AfterEach
    void closePool() {
        pool.close();
    }

    /** Which is known as soon as the server refuses, long before whoever waits for a connection is told so. */
    @Test
    void isRefusedAtOnceWhilePostgresqlIsKnownToBeAway() throws Exception {
        // Given
        begin(Duration.ofHours(1));
        var waiting = new FutureTask<>(database::getConnection);
        var thread = new Thread(waiting, "waiting");
        thread.setDaemon(true);
        // When
        thread.start();
        // Then
        assertThat(probes.poll(1, TimeUnit.MINUTES)).as("closed").isNotNull();
        assertThat(waiting.isDone()).isFalse();
        assertThat(gates.states().get(0).cause()).contains("refused");
        refusedAtOnce();
    }

    @Test
    void isServedAgainWhenAProbeHasFoundItBack() throws IOException {
        // Given
        begin(Duration.ofMillis(250));
        assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(database::getConnection);
        refusedAtOnce();
        // When
        probes.remove().run();
        // Then
        assertThatExceptionOfType(SQLTransientConnectionException.class)
                .isThrownBy(database::getConnection)
                .withMessageContaining("request timed out");
    }

    @Test
    void closesNoGateForAPoolThatIsBusy() throws SQLException {
        // Given
        pool.setDataSource(ReportedDatabase.around(new Idle(), watch.reports()));
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(250);
        watch.reports().goTo(gates);
        // When
        try (var only = database.getConnection()) {
            assertThat(only).isNotNull();
            assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(database::getConnection);
        }
        // Then
        assertThat(gates.isOpen(Dependency.POSTGRESQL)).isTrue();
    }

    @Test
    void closesNoGateForAServerThatGivesNoFurtherConnection() throws Exception {
        // Given
        var full = new Full();
        pool.setDataSource(ReportedDatabase.around(full, watch.reports()));
        pool.setMaximumPoolSize(2);
        watch.reports().goTo(gates);
        // When
        try (var first = database.getConnection()) {
            assertThat(first).isNotNull();
            full.refused.await();
        }
        // Then
        assertThat(gates.isOpen(Dependency.POSTGRESQL)).isTrue();
    }

    /** Before there are gates the runtime waits for its servers. */
    @Test
    void refusalsBeforeTheGatesAreThereAreNoMatterOfTheirs() throws IOException {
        begin(Duration.ofMillis(250));
        watch.reports().goTo(new Gates(List.of(), Clock.systemUTC(), (wait, probe) -> {}));

        assertThatExceptionOfType(SQLException.class).isThrownBy(database::getConnection);

        assertThat(gates.isOpen(Dependency.POSTGRESQL)).isTrue();
    }

    private void begin(Duration patience) throws IOException {
        try (var socket = new ServerSocket(0)) {
            pool.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/sightline");
        }
        pool.setUsername("sightline");
        pool.setPassword("wrong");
        pool.setConnectionTimeout(patience.toMillis());
        pool.setInitializationFailTimeout(-1);
        watch.postProcessAfterInitialization(pool, "dataSource");
        watch.reports().goTo(gates);
    }

    private void refusedAtOnce() {
        assertThatExceptionOfType(SQLTransientConnectionException.class)
                .isThrownBy(database::getConnection)
                .withMessage("PostgreSQL is known to be away");
    }

    /** A server with room for one connection. */
    private static final class Full extends AbstractDataSource {
        private final Idle room = new Idle();
        private final AtomicBoolean taken = new AtomicBoolean();
        /** Twice, so that the first of them was dealt with. */
        final CountDownLatch refused = new CountDownLatch(2);

        @Override
        public Connection getConnection() throws SQLException {
            if (taken.getAndSet(true)) {
                refused.countDown();
                throw new SQLException("sorry, too many clients already", "53300");
            }
            return room.getConnection();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }

    /** A server that gives connections, and is asked for nothing by them. */
    private static final class Idle extends AbstractDataSource {
        @Override
        public Connection getConnection() {
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                        if (method.getReturnType() == boolean.class) {
                            return method.getName().equals("isValid");
                        }
                        return method.getReturnType() == int.class ? 0 : null;
                    });
        }

        @Override
        public Connection getConnection(String user, String password) {
            return getConnection();
        }
    }
}
