package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Turns that a process has and can do nothing with. */
@ExtendWith(PostgresServer.class)
class PassedTurnsTest {
    private static final Duration LENGTH = Duration.ofSeconds(30);

    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 10);
    private final AtomicBoolean away = new AtomicBoolean();
    private TestDatabase database;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
    }

    @Test
    void whatIsPassedOnIsAskedForAgainAfterTheOthers() {
        var first = turns("first");
        var second = turns("second");
        first.want(List.of("a", "b"));
        first.renew();
        second.want(List.of("a"));

        first.passOn(List.of("a", "b"));
        first.renew();
        first.renew();
        second.renew();
        assertThat(first.held()).isEmpty();
        assertThat(first.elsewhere()).as("before it is asked for again").isEmpty();
        assertThat(first.isAnyNew()).isFalse();
        assertThat(second.held()).containsExactly("a");

        nanoTime.addAndGet(LeasedTurns.period(LENGTH).multipliedBy(2).toNanos());
        assertThat(first.isAnyNew()).isTrue();
        first.renew();
        assertThat(first.elsewhere()).containsExactly("a");
        assertThat(first.held()).as("nobody else wanted it").containsExactly("b");
    }

    @Test
    void whoHasLongLeasesAsksNoLessOften() {
        assertThat(LeasedTurns.period(Duration.ofSeconds(15))).isEqualTo(Duration.ofSeconds(3));
        assertThat(LeasedTurns.period(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(10));
    }

    /** Otherwise it would be taken again, and then given back while this process believes to have it. */
    @Test
    void whatCouldNotBeGivenBackIsNotTakenAgainBeforeItIs() {
        var first = turns("first");
        var second = turns("second");
        first.want(List.of("a"));
        first.renew();
        away.set(true);
        first.passOn(List.of("a"));
        first.renew();
        nanoTime.addAndGet(LENGTH.toNanos());
        away.set(false);

        first.renew();
        second.want(List.of("a"));
        second.renew();

        assertThat(first.held()).isEmpty();
        assertThat(second.held()).containsExactly("a");
        first.renew();
        assertThat(first.elsewhere()).containsExactly("a");
    }

    private LeasedTurns turns(String owner) {
        var source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new SQLException("it is away");
                    }
                    return method.invoke(database.dataSource(), arguments);
                });
        return new LeasedTurns(source, "pipe ", owner, LENGTH, nanoTime::get);
    }
}
