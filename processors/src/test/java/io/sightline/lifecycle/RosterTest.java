package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.inference.TinyModel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A model serves that nobody has configured here, and which is to go only when that is sure. */
@ExtendWith(PostgresServer.class)
class RosterTest {
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 10);
    private final Registry registry = new Registry();
    private PromoterBench bench;

    /** A registry that finds nothing, and says that of a model. */
    private static final class Registry implements Discovery {
        private Standing standing = Standing.NOT_FOUND;

        @Override
        public Map<String, ManagedModel> found() {
            return Map.of();
        }

        @Override
        public Standing standing(String name) {
            return standing;
        }
    }

    @BeforeEach
    void serve(TestDatabase database, @TempDir Path folder) throws SQLException {
        bench = new PromoterBench(database, folder, "first").leading();
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aRegistryThatHasNoSuchModelIsBelievedWhenItSaysSoForMinutes() throws SQLException {
        cameFromMlflow();
        var roster = roster(Optional.of(registry));

        roster.refresh(term());
        nanoTime.addAndGet(Roster.PATIENCE.toNanos() - 1);
        roster.refresh(term());
        assertThat(serves()).isTrue();
        nanoTime.addAndGet(1);
        roster.refresh(term());

        assertThat(serves()).isFalse();
    }

    @Test
    void aModelThatTheRegistryHasAgainWasNeverMissing() throws SQLException {
        cameFromMlflow();
        var roster = roster(Optional.of(registry));
        roster.refresh(term());
        registry.standing = Discovery.Standing.WANTED;
        nanoTime.addAndGet(Roster.PATIENCE.toNanos());
        roster.refresh(term());
        registry.standing = Discovery.Standing.NOT_FOUND;

        roster.refresh(term());

        assertThat(serves()).isTrue();
    }

    @Test
    void aModelThatIsThereAndNotMarkedGoesAtOnce() throws SQLException {
        cameFromMlflow();
        registry.standing = Discovery.Standing.NOT_MARKED;

        roster(Optional.of(registry)).refresh(term());

        assertThat(serves()).isFalse();
    }

    @Test
    void aModelOfAFolderGoesAtOnceWithARegistryOrWithout() throws SQLException {
        roster(Optional.of(registry)).refresh(term());
        assertThat(serves()).isFalse();
        bench.promote();
        assertThat(serves()).isTrue();

        roster(Optional.empty()).refresh(term());

        assertThat(serves()).isFalse();
    }

    /** One that was gone back to long after, and was logged without a run. */
    @Test
    void whereItCameFromIsToldByWhatIsOfferedWhenItWasForgotten() throws SQLException {
        bench.promote();
        bench.database.change("update model_state set memory = jsonb_set(jsonb_set(memory, '{serving,origin}', '\"\"'),"
                + " '{offered,origin}', '\"models:/m-1\"')");
        roster(Optional.of(registry)).refresh(term());
        roster(Optional.empty()).refresh(term());
        assertThat(serves()).isTrue();
        bench.database.change("update model_state set memory = jsonb_set(memory, '{offered,origin}', '\"directory\"')");

        roster(Optional.of(registry)).refresh(term());

        assertThat(serves()).isFalse();
    }

    @Test
    void withoutARegistryAModelThatCameFromOneStays() throws SQLException {
        cameFromMlflow();

        roster(Optional.empty()).refresh(term());

        assertThat(serves()).isTrue();
    }

    /** As it is remembered of a version of MLflow. */
    private void cameFromMlflow() {
        bench.database.change(
                "update model_state set memory = jsonb_set(memory, '{serving,origin}', '\"models:/m-1\"')");
    }

    private Roster roster(Optional<Discovery> discovery) {
        return new Roster(
                Map.of(), discovery, bench.states, PromoterBench.BUCKET, new PollNotes(bench.meters), nanoTime::get);
    }

    private Term term() {
        return bench.lease.term().orElseThrow();
    }

    private boolean serves() throws SQLException {
        return bench.states.of("tiny").announced().isPresent();
    }
}
