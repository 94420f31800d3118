package io.sightline.live;

import static org.awaitility.Awaitility.await;

import io.sightline.lifecycle.LeasedTurns;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What no database is needed for; {@code TurnKeeperIT} has one. */
class TurnKeeperTest {
    private static final Duration LEASE = Duration.ofSeconds(3);

    @Test
    void whatCannotEvenBeToldIsTriedAgain() throws Exception {
        var asked = new AtomicInteger();
        var database = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxied, method, arguments) -> {
                    throw asked.incrementAndGet() > 2 ? new SQLException("away") : new Untold();
                });
        try (var files = new LiveFiles()) {
            var turns = new LeasedTurns(database, "group/", "only", LEASE);
            turns.want(List.of("x"));
            try (var keeper = new TurnKeeper(turns, new RouteSources(files.live, turns), LEASE)) {
                keeper.start();

                await().atMost(Duration.ofMinutes(1)).until(() -> asked.get() > 2);
            }
        }
    }

    /** As of a process whose memory does not suffice for a message. */
    private static final class Untold extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String toString() {
            throw new IllegalStateException("no memory, for this test");
        }
    }
}
