package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.Dependency;
import io.sightline.gate.GatedDatabase;
import io.sightline.gate.Gates;
import io.sightline.gate.Watched;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** Who asks for a connection while there is none. */
class GatedDatabaseTest {
    private final Queue<Runnable> probes = new ArrayDeque<>();
    private final Gates gates = new Gates(
            List.of(new Watched(Dependency.POSTGRESQL, () -> {})),
            Clock.systemUTC(),
            (wait, probe) -> probes.add(probe));
    private final Pool pool = new Pool();
    private final GatedDatabase database = new GatedDatabase(pool, gates);

    @Test
    void isRefusedAtOnceWhilePostgresqlIsKnownToBeAway() {
        // Given
        pool.lastFailure = new SQLException("Connection refused", "08001");
        refused();
        // When
        refused();
        // Then
        assertThat(pool.asked).isEqualTo(1);
        assertThat(gates.isOpen(Dependency.POSTGRESQL)).isFalse();
    }

    @Test
    void isServedAgainWhenAProbeHasFoundItBack() {
        // Given
        pool.lastFailure = new SQLException("Connection refused", "08001");
        refused();
        // When
        probes.remove().run();
        refused();
        // Then
        assertThat(pool.asked).isEqualTo(2);
    }

    @Test
    void closesNoGateForAPoolThatIsBusy() {
        refused();
        refused();

        assertThat(pool.asked).isEqualTo(2);
        assertThat(gates.isOpen(Dependency.POSTGRESQL)).isTrue();
    }

    private void refused() {
        assertThatExceptionOfType(SQLTransientConnectionException.class).isThrownBy(database::getConnection);
    }

    /** A pool that has waited in vain, and says so as Hikari does. */
    private static final class Pool extends AbstractDataSource {
        private @Nullable SQLException lastFailure;
        private int asked;

        @Override
        public Connection getConnection() throws SQLException {
            asked++;
            throw new SQLTransientConnectionException("request timed out after 5000ms", null, 0, lastFailure);
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }
    }
}
