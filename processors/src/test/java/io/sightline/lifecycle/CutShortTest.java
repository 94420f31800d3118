package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.TinyModel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A version that kills each process which loads or runs it: what is left of such a try is its trail. */
@ExtendWith(PostgresServer.class)
class CutShortTest {
    private static final int VERIFIED = 2;
    private static final int WARMED = 3;
    private static final int GATED = 4;

    private TestDatabase database;
    private Path folder;

    @BeforeEach
    void use(TestDatabase fresh, @TempDir Path place) {
        database = fresh;
        folder = place;
    }

    @Test
    void isNotTriedAFourthTime() throws SQLException {
        tryUpTo(VERIFIED, "first");
        tryUpTo(WARMED, "second");
        tryUpTo(VERIFIED, "third");
        try (var bench = leader("fourth")) {
            assertThat(bench.promote().memory().serving()).isEmpty();
            assertThat(bench.trail()).endsWith("1 verified,1 rejected NOT_LOADABLE");
            assertThat(bench.database.text("select message from model_event where step = 'rejected'"))
                    .startsWith("3 processes one after the other ended while they loaded or ran it; look at");
            // And who has given the processes more memory may offer it again
            bench.model.with("2/model.onnx", TinyModel.map("Sigmoid", 32));
            assertThat(bench.promote().memory().serving().orElseThrow().version())
                    .isEqualTo("2");
        }
    }

    @Test
    void anEndThatComesTwiceMayBeChance() throws SQLException {
        tryUpTo(VERIFIED, "first");
        tryUpTo(VERIFIED, "second");

        assertServes("third");
    }

    @Test
    void whatFailsAfterwardsIsNoFaultOfTheVersion() throws SQLException {
        tryUpTo(GATED, "first");
        tryUpTo(GATED, "second");
        tryUpTo(GATED, "third");

        assertServes("fourth");
    }

    /** A process that goes on, such as while the object store is away, has not been killed. */
    @Test
    void triesOfTheSameTermDoNotCount() throws SQLException {
        try (var bench = leader("first")) {
            for (int i = 0; i < 5; i++) {
                bench.begin(VERIFIED).close();
            }
        }

        assertServes("second");
    }

    /** Such as when the process ends in order, or the store of the golden pictures is away. */
    @Test
    void aTryThatIsPutAsideDoesNotCount() throws SQLException {
        putAside("first");
        putAside("second");
        putAside("third");

        assertServes("fourth");
    }

    private void putAside(String owner) throws SQLException {
        try (var bench = leader(owner)) {
            var promotion = bench.begin(WARMED);
            var failure = new TransientFailure(FailureCode.FENCED, "this process ends");
            bench.promoter.end("tiny", Optional.of(promotion), Optional.of(failure));

            assertThat(bench.trail()).endsWith("1 warmed,1 downloaded");
            assertThat(bench.database.text("select message from model_event order by id desc limit 1"))
                    .isEqualTo("put aside: this process ends");
        }
    }

    private void assertServes(String owner) throws SQLException {
        try (var bench = leader(owner)) {
            assertThat(bench.promote().memory().serving()).isPresent();
        }
    }

    private void tryUpTo(int steps, String owner) throws SQLException {
        try (var bench = leader(owner);
                var promotion = bench.begin(steps)) {
            assertThat(promotion.isTried()).isTrue();
        }
    }

    private PromoterBench leader(String owner) throws SQLException {
        var bench = new PromoterBench(database, folder, owner);
        bench.expireLease();
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        return bench.leading();
    }
}
