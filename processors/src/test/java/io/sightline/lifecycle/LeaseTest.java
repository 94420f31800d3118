package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class LeaseTest {
    private static final Duration LENGTH = Duration.ofSeconds(30);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 10);
    private TestDatabase database;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
    }

    @Test
    void oneProcessHasItUntilItEndsAndThenAnotherOne() throws SQLException {
        var first = lease("first");
        var second = lease("second");

        assertThat(first.renew()).contains(new Term("promoter", 1));
        assertThat(second.renew()).isEmpty();
        assertThat(first.renew()).contains(new Term("promoter", 1));
        expire();
        assertThat(second.renew()).contains(new Term("promoter", 2));
        assertThat(first.renew()).isEmpty();

        assertThat(first.term()).isEmpty();
        assertThat(second.term()).contains(new Term("promoter", 2));
    }

    @Test
    void leasesOfOtherNamesAreOthers() throws SQLException {
        lease("first").renew();

        assertThat(new Lease(database.dataSource(), "pipes", "second", LENGTH).renew())
                .contains(new Term("pipes", 1));
    }

    @Test
    void whoIsNotTakenOverGoesOnInTheSameTerm() throws SQLException {
        var only = lease("only");
        only.renew();
        expire();

        assertThat(only.renew()).contains(new Term("promoter", 1));
    }

    @Test
    void isBelievedNoLongerThanItLastsByTheTimeThatPassesHere() throws SQLException {
        var lease = lease("first");
        lease.renew();

        nanoTime.addAndGet(LENGTH.toNanos() - 1);
        assertThat(lease.term()).isPresent();
        nanoTime.addAndGet(1);
        assertThat(lease.term()).isEmpty();
    }

    @Test
    void whoIsFencedLeadsNoMoreAndWritesNothing() throws SQLException {
        var zombie = lease("first");
        var term = zombie.renew().orElseThrow();
        expire();
        lease("second").renew();

        assertThat(zombie.term()).contains(term);
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> new Transactions(database.dataSource(), zombie).under(term, connection -> {
                    throw new IllegalStateException("the work was begun");
                }))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(FailureCode.FENCED))
                .withMessage("the term 1 of the promoter is over, another process decides now");
        assertThat(zombie.term()).isEmpty();
    }

    /** Without the lock that the fence takes, both would have written: one before and one after the other took over. */
    @Test
    void nobodyTakesOverInTheMiddleOfATransaction() throws Exception {
        var first = lease("first");
        var term = first.renew().orElseThrow();
        expire();
        var successor = Executors.newSingleThreadExecutor();
        try {
            Future<?> taking = new Transactions(database.dataSource(), first).under(term, connection -> {
                var asked = successor.submit(() -> lease("second").renew());
                awaitLock();
                assertThat(asked.isDone()).isFalse();
                return asked;
            });

            assertThat(taking.get()).hasToString("Optional[" + new Term("promoter", 2) + "]");
        } finally {
            successor.shutdownNow();
        }
    }

    /** As when a process is stopped, or its machine is cut off: its connection looks alive for hours. */
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void whoStandsStillInTheMiddleOfATransactionIsSucceeded() throws Exception {
        var length = Duration.ofMillis(300);
        var first = new Lease(database.dataSource(), "promoter", "first", length);
        var term = first.renew().orElseThrow();
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            first.fence(connection, term);
            expire();

            assertThat(lease("second").renew()).contains(new Term("promoter", 2));

            assertThatExceptionOfType(SQLException.class).isThrownBy(connection::commit);
        }
    }

    @Test
    void ofManyWhoAskAtOnceOneGetsIt() throws Exception {
        var processes = 8;
        var threads = Executors.newFixedThreadPool(processes);
        var start = new CyclicBarrier(processes);
        try {
            var answers = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < processes; i++) {
                var lease = lease("process " + i);
                answers.add(threads.submit((Callable<Boolean>) () -> {
                    start.await();
                    return lease.renew().isPresent();
                }));
            }
            var winners = 0;
            for (var answer : answers) {
                winners += answer.get() ? 1 : 0;
            }
            assertThat(winners).isOne();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void isFreeAtOnceWhenItIsGivenBack() throws SQLException {
        var first = lease("first");
        first.renew();

        first.close();

        assertThat(first.term()).isEmpty();
        assertThat(lease("second").renew()).contains(new Term("promoter", 2));
    }

    @Test
    void whoHasItNoMoreGivesBackNothing() throws SQLException {
        var first = lease("first");
        first.renew();
        expire();
        lease("second").renew();

        first.close();

        assertThat(lease("third").renew()).isEmpty();
    }

    /** The database's clock was set back by a year: nobody could take the lease of a process that is dead. */
    @Test
    void anEndInTheFarFutureIsNotBelieved() throws SQLException {
        lease("first").renew();
        database.change("update lease set expires_at = clock_timestamp() + interval '1 year'");

        assertThat(lease("second").renew()).contains(new Term("promoter", 2));
    }

    @Test
    void isNotHeldAfterTheDatabaseWasAway() throws SQLException {
        var lease = lease("first");
        lease.renew();
        database.suffer(TestDatabase.Fault.AWAY);

        assertThatExceptionOfType(SQLException.class).isThrownBy(lease::renew);
        assertThat(lease.term()).as("what was given is not over yet").isPresent();
        nanoTime.addAndGet(LENGTH.toNanos());
        assertThat(lease.term()).isEmpty();
        lease.close();
    }

    @Test
    void lastsALittleAndNotForEver() {
        for (var length : List.of(Duration.ZERO, Duration.ofHours(2))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Lease(database.dataSource(), "promoter", "first", length));
        }
    }

    private Lease lease(String owner) {
        return new Lease(database.dataSource(), "promoter", owner, LENGTH, nanoTime::get);
    }

    private void expire() {
        database.change("update lease set expires_at = clock_timestamp() - interval '1 second'");
    }

    private void awaitLock() {
        while (database.number("select count(*) from pg_locks where not granted") == 0) {
            Thread.onSpinWait();
        }
    }
}
