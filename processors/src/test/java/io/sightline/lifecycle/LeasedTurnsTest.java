package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class LeasedTurnsTest {
    private static final Duration LENGTH = Duration.ofSeconds(30);
    private static final String GROUP = "pipe ";

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 10);
    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger connections = new AtomicInteger();
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
    void whatIsNotWantedAnyMoreIsFreeWhenItHasBeenGivenBack() {
        var first = turns("first");
        var second = turns("second");
        first.want(List.of("a"));
        first.renew();
        second.want(List.of("a"));

        first.keep(List.of());
        first.renew();
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
    void tellsWhoHasWhichTurnUntilThatIsLongAgo() {
        var turns = turns("first");
        turns.want(List.of("a"));
        turns.renew();
        var other = turns("second");
        other.want(List.of("a", "b"));
        other.renew();

        assertThat(other.owners()).isEqualTo(Map.of("a", "first", "b", "second"));
        assertThat(other.isElsewhere("a")).isTrue();
        assertThat(other.elsewhere()).containsExactly("a");
        nanoTime.addAndGet(LENGTH.toNanos());
        assertThat(other.owners()).isEmpty();
    }

    @Test
    void processesOfAnotherGroupHaveTurnsOfTheirOwn() {
        var one = new LeasedTurns(source(), "pipe one/", "first", LENGTH, nanoTime::get);
        var two = new LeasedTurns(source(), "pipe two/", "second", LENGTH, nanoTime::get);
        one.want(List.of("a"));
        two.want(List.of("a"));
        one.renew();
        two.renew();

        assertThat(one.has("a")).isTrue();
        assertThat(two.has("a")).isTrue();
    }

    @Test
    void oneStatementRenewsAllOfThem() {
        var turns = turns("first");
        turns.want(IntStream.range(0, 1000).mapToObj(i -> "pipe-" + i).toList());

        connections.set(0);
        turns.renew();

        assertThat(turns.held()).hasSize(1000);
        assertThat(connections).hasValue(1);
    }

    /** Another transaction has the row: as a database that is slow or cut off, it says nothing. */
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aDatabaseThatSaysNothingIsGivenUpBeforeTheTurnIsOver() {
        var length = Duration.ofSeconds(3);
        var turns = new LeasedTurns(source(), GROUP, "first", length);
        turns.want(List.of("a"));
        turns.renew();

        database.inTransaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("select 1 from lease for update");
            }
            turns.renew();
            assertThat(turns.failure()).isNotEmpty();
            assertThat(turns.has("a")).isTrue();
            return true;
        });

        turns.renew();
        assertThat(turns.failure()).isEmpty();
    }

    /** What is not wanted any more is given back by the thread that asks, whatever the database does meanwhile. */
    @Test
    void whoWantsSomethingNoMoreDoesNotWaitForTheDatabase() {
        var turns = turns("first");
        turns.want(List.of("a"));
        turns.renew();
        away.set(true);

        turns.keep(List.of());

        assertThat(turns.has("a")).isFalse();
        assertThat(turns.isAnyOver()).isTrue();
        turns.renew();
        assertThat(database.number("select count(*) from lease")).isOne();
        away.set(false);
        turns.renew();
        assertThat(database.number("select count(*) from lease")).isZero();
        assertThat(turns.isAnyOver()).isFalse();
    }

    @Test
    void whatIsWantedAgainIsNotGivenBack() {
        var turns = turns("first");
        turns.want(List.of("a"));
        turns.renew();
        turns.keep(List.of());
        turns.want(List.of("a"));

        assertThat(turns.has("a")).as("it was left off").isFalse();
        turns.renew();

        assertThat(turns.has("a")).isTrue();
        assertThat(database.number("select count(*) from lease")).isOne();
    }

    @Test
    void whoLeavesKeepsWhatItHasAndTakesNothing() {
        var first = turns("first");
        var second = turns("second");
        first.want(List.of("a"));
        first.renew();
        first.want(List.of("b"));
        first.leave();
        nanoTime.addAndGet(LENGTH.toNanos() / 2);
        first.renew();
        nanoTime.addAndGet(LENGTH.toNanos() / 2);
        second.want(List.of("a", "b"));
        second.renew();

        assertThat(first.held()).containsExactly("a");
        assertThat(second.held()).containsExactly("b");
        first.close();
        second.renew();
        assertThat(second.held()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatNobodyHasHadForADayIsForgotten() {
        database.change("insert into lease select name, 'gone', 1, clock_timestamp() - interval '2 days'"
                + " from unnest(array['pipe old', 'promoter']) as name");
        var turns = turns("first");
        turns.want(List.of("a"));
        turns.renew();
        turns.keep(List.of());
        turns.renew();

        assertThat(database.text("select name from lease")).isEqualTo("promoter");
    }

    /** Each takes and gives back what the other does, in another order: none may wait for the other in a ring. */
    @Test
    void manyWhoTakeAndGiveBackAtOnceDoNotStopEachOther() throws Exception {
        var names = IntStream.range(0, 50).mapToObj(i -> "pipe-" + i).toList();
        var threads = Executors.newFixedThreadPool(3);
        try {
            var works = new ArrayList<Future<String>>();
            for (var owner : List.of("first", "second", "third")) {
                works.add(threads.submit(() -> {
                    var turns = turns(owner);
                    var failures = new StringBuilder();
                    for (int round = 0; round < 50; round++) {
                        turns.want(names);
                        turns.renew();
                        turns.keep(List.of());
                        turns.renew();
                        failures.append(turns.failure());
                    }
                    return failures.toString();
                }));
            }
            for (var work : works) {
                assertThat(work.get()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private LeasedTurns turns(String owner) {
        return new LeasedTurns(source(), GROUP, owner, LENGTH, nanoTime::get);
    }

    /** The database, or nothing while it is away. */
    private DataSource source() {
        return (DataSource) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    connections.incrementAndGet();
                    if (away.get()) {
                        throw new SQLException("it is away");
                    }
                    return method.invoke(database.dataSource(), arguments);
                });
    }
}
