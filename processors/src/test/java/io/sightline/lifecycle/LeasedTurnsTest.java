package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class LeasedTurnsTest {
    private static final Duration LENGTH = Duration.ofSeconds(30);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 10);
    private final AtomicBoolean away = new AtomicBoolean();
    private TestDatabase database;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
    }

    @Test
    void eachThingIsTheTurnOfOneProcess() {
        var first = turns("first");
        var second = turns("second");
        first.want(List.of("a"));
        first.renew();
        second.want(List.of("a", "b"));
        second.renew();
        first.want(List.of("b"));
        first.renew();

        assertThat(first.held()).containsExactly("a");
        assertThat(second.held()).containsExactly("b");
    }

    @Test
    void whatIsNotWantedAnyMoreIsFreeAtOnce() {
        var first = turns("first");
        var second = turns("second");
        first.want(List.of("a"));
        first.renew();
        second.want(List.of("a"));

        first.keep(List.of());
        second.renew();
        first.renew();

        assertThat(second.has("a")).isTrue();
        assertThat(first.has("a")).isFalse();
    }

    @Test
    void isLeftOffWhileAThirdOfTheLeaseIsLeft() {
        var turns = turns("first");
        turns.want(List.of("a"));
        turns.renew();

        nanoTime.addAndGet(LENGTH.toNanos() / 3 * 2 - 1);
        assertThat(turns.has("a")).isTrue();
        nanoTime.addAndGet(1);
        assertThat(turns.has("a")).isFalse();
        turns.renew();
        assertThat(turns.has("a")).isTrue();
    }

    @Test
    void whileTheDatabaseIsAwayATurnLastsAsLongAsItWasCertain() {
        var turns = turns("first");
        turns.want(List.of("a"));
        turns.renew();
        away.set(true);
        turns.want(List.of("b"));
        turns.renew();

        assertThat(turns.held()).containsExactly("a");
        assertThat(turns.failure()).contains("away");
        away.set(false);
        turns.renew();
        assertThat(turns.held()).containsExactlyInAnyOrder("a", "b");
        assertThat(turns.failure()).isEmpty();
    }

    @Test
    void tellsWhoHasWhichTurn() throws SQLException {
        var turns = turns("first");
        turns.want(List.of("a", "b"));
        turns.renew();
        turns.keep(List.of("a"));

        assertThat(new LeaseHolders(database.dataSource()).of("pipe "))
                .containsExactly(java.util.Map.entry("a", "first"));
    }

    private LeasedTurns turns(String owner) {
        return new LeasedTurns(
                name -> new Lease(source(), "pipe " + name, owner, LENGTH, nanoTime::get), LENGTH, nanoTime::get);
    }

    /** The database, or nothing while it is away. */
    private DataSource source() {
        return (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new SQLException("it is away");
                    }
                    return method.invoke(database.dataSource(), arguments);
                });
    }
}
