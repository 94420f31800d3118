package io.sightline.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.proxy.Fault;
import io.sightline.proxy.FaultProxy;
import io.sightline.runtime.TurnsConnection;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that take turns on Pipes, by a real PostgreSQL that one of them does not always reach. */
@ExtendWith(TestStack.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TurnKeeperIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Map<String, String> settings = Map.of();
    private FaultProxy proxy;
    private TurnsConnection near;
    private TurnsConnection far;

    @BeforeAll
    void start(DevStack stack) {
        settings = stack.isolate("turn-keeper");
        near = new TurnsConnection(settings, TurnTaker.LEASE);
        // It takes more connections than one.
        Flyway.configure()
                .dataSource(
                        settings.get("spring.datasource.url"),
                        settings.get("spring.datasource.username"),
                        settings.get("spring.datasource.password"))
                .locations("classpath:sql")
                .load()
                .migrate();
        proxy = FaultProxy.before(settings, "spring.datasource.url");
        far = new TurnsConnection(settings, TurnTaker.LEASE);
    }

    @AfterEach
    void end() throws Exception {
        proxy.heal();
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    @AfterAll
    void stop() {
        near.close();
        far.close();
        proxy.close();
    }

    @Test
    void aDatabaseThatSaysNothingKeepsNoPipeGoingBesideItsSuccessor(TestInfo test) throws Exception {
        var begun = new Beginnings();
        var first = takes(far.database(), test, "first", begun);
        first.put("x", "y");
        await().atMost(PATIENCE).until(() -> begun.count("first", "x") > 5 && begun.count("first", "y") > 5);
        var second = takes(near.database(), test, "second", begun);
        second.put("x", "y");

        proxy.begin(new Fault.BlackHole());
        // Its turn is to be given back, which the database does not hear.
        first.put("x");
        await().atMost(PATIENCE).until(() -> begun.count("second", "x") > 5 && begun.count("second", "y") > 5);
        proxy.heal();
        var more = begun.count("second", "x") + 100;
        await().atMost(PATIENCE).until(() -> begun.count("second", "x") > more);

        assertThat(begun.turns("x")).containsExactly("first", "second");
        assertThat(begun.turns("y")).containsExactly("first", "second");
    }

    @Test
    void aChangeThatIsUnderWayKeepsNoPipeGoingBesideItsSuccessor(TestInfo test) throws Exception {
        var begun = new Beginnings();
        var first = takes(far.database(), test, "first", begun);
        first.put("x");
        await().atMost(PATIENCE).until(() -> begun.count("first", "x") > 5);
        var second = takes(near.database(), test, "second", begun);
        second.put("x");
        var held = new CountDownLatch(1);
        var change = new Thread(() -> {
            synchronized (first.live) {
                held.countDown();
                await().atMost(PATIENCE).until(() -> begun.count("second", "x") > 20);
            }
        });
        change.start();
        held.await();

        proxy.begin(new Fault.Refuse());
        change.join();

        assertThat(begun.turns("x")).containsExactly("first", "second");
    }

    @Test
    void aTurnThatIsLostForAMomentIsTakenUpAgain(TestInfo test) throws Exception {
        var begun = new Beginnings();
        var only = takes(far.database(), test, "only", begun);
        only.put("x");
        await().atMost(PATIENCE).until(() -> begun.count("only", "x") > 5);

        proxy.begin(new Fault.Refuse());
        var last = new AtomicInteger();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> last.get() == last.updateAndGet(before -> (int) begun.count("only", "x")));
        proxy.heal();

        await().atMost(PATIENCE).until(() -> begun.count("only", "x") > last.get() + 5);
    }

    @Test
    void whoFailsInAWayThatNobodyExpectsGoesOn(TestInfo test) throws Exception {
        var begun = new Beginnings();
        var failures = new AtomicInteger(2);
        var database = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxied, method, arguments) -> {
                    if (failures.getAndDecrement() > 0) {
                        throw new LinkageError("a class is gone");
                    }
                    return method.invoke(near.database(), arguments);
                });

        takes(database, test, "only", begun).put("x");

        await().atMost(PATIENCE).until(() -> begun.count("only", "x") > 5);
        assertThat(failures).hasNegativeValue();
    }

    @Test
    void whoEndsTakesNothingAnyMore(TestInfo test) throws Exception {
        var begun = new Beginnings();
        var first = takes(near.database(), test, "first", begun);
        first.put("x");
        var ends = takes(far.database(), test, "ends", begun);
        ends.put("x", "z");
        await().atMost(PATIENCE).until(() -> begun.count("first", "x") > 5 && begun.count("ends", "z") > 5);

        ends.keeper.leave();
        open.remove(first);
        first.close();
        takes(near.database(), test, "last", begun).put("x", "z");
        await().atMost(PATIENCE).until(() -> begun.count("last", "x") > 5);

        assertThat(begun.turns("x")).containsExactly("first", "last");
        var more = begun.count("ends", "z") + 5;
        await().atMost(PATIENCE).until(() -> begun.count("ends", "z") > more);
        assertThat(begun.turns("z")).containsExactly("ends");
    }

    private TurnTaker takes(DataSource database, TestInfo test, String name, Beginnings begun) throws Exception {
        var taker = new TurnTaker(database, test.getDisplayName(), name, begun);
        open.push(taker);
        return taker;
    }
}
