package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.MinioClient;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.TinyModel;
import io.sightline.mlflow.MlflowClient;
import io.sightline.mlflow.MlflowLogin;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
        private boolean isAway;

        @Override
        public Map<String, ManagedModel> found() {
            if (isAway) {
                throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "MLflow is away");
            }
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

    /** It was discovered under its own name before; two models of the same files would serve, one for ever. */
    @Test
    void aModelThatIsConfiguredUnderAnotherNameGoesWhenThatOneServes() throws SQLException {
        cameFromMlflow();
        registry.standing = Discovery.Standing.WANTED;
        for (var discovery : List.<Optional<Discovery>>of(Optional.of(registry), Optional.empty())) {
            var renamed = new Roster(
                    Map.of("parcels", registeredAsTiny()),
                    discovery,
                    bench.states,
                    PromoterBench.BUCKET,
                    new PollNotes(bench.meters),
                    nanoTime::get);

            renamed.refresh(term());
            assertThat(serves()).as("parcels may be rejected yet").isTrue();
            bench.database.change("insert into model_state (name, epoch, sequence, announced, memory)"
                    + " select 'parcels', epoch, sequence, announced, memory from model_state where name = 'tiny'");
            renamed.refresh(term());

            assertThat(serves()).isFalse();
            assertThat(bench.trail()).endsWith("retired");
            assertThat(bench.database.text("select message from model_event order by id desc limit 1"))
                    .isEqualTo("it serves as parcels now (sightline.models.parcels.registered-name)");
            bench.database.change("update model_state t set announced = p.announced, memory = p.memory"
                    + " from model_state p where t.name = 'tiny' and p.name = 'parcels'");
            bench.database.change("delete from model_state where name = 'parcels'");
        }
    }

    private static ManagedModel registeredAsTiny() {
        var source = new MlflowSource(
                new MlflowClient(URI.create("http://localhost:1"), MlflowLogin.none(), Duration.ofSeconds(1)),
                MinioClient.builder().endpoint("http://localhost:1").build(),
                new FailureClassifier(),
                new MlflowSource.Names("parcels", "tiny", "champion", "challenger"),
                1000);
        return new ManagedModel(new ModelSettings("parcels", 0.1, false, Optional.empty()), source);
    }

    @Test
    void aModelIsUnknownOnceTheRegistryWasAskedForAllSinceItWasWanted() throws SQLException {
        var wanted = Duration.ofSeconds(2);
        var roster = roster(Optional.of(registry));
        assertThat(roster.isUnknown(term(), "parcels", wanted)).as("not asked").isFalse();

        roster.refresh(term());
        assertThat(roster.isUnknown(term(), "parcels", wanted)).isTrue();
        assertThat(roster.isUnknown(new Term("promoter", term().epoch() + 1), "parcels", wanted))
                .as("asked in another term")
                .isFalse();
        nanoTime.addAndGet(wanted.toNanos());
        assertThat(roster.isUnknown(term(), "parcels", wanted))
                .as("asked before")
                .isFalse();
        registry.isAway = true;
        nanoTime.addAndGet(-1);
        roster.refresh(term());

        assertThat(roster.isUnknown(term(), "parcels", Duration.ofDays(1)))
                .as("without an answer")
                .isFalse();
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
