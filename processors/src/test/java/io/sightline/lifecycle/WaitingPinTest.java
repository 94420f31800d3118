package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.minio.MinioClient;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.TinyModel;
import io.sightline.lifecycle.Candidate.Status;
import io.sightline.mlflow.MlflowClient;
import io.sightline.mlflow.MlflowLogin;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Somebody wants a version to serve that is not to be had yet, or never, or a model to be looked at. */
@ExtendWith(PostgresServer.class)
class WaitingPinTest {
    /** A folder whose versions are not finished when they are asked for by their number. */
    private record SlowSource(ModelSource folder) implements ModelSource {
        @Override
        public Sighting look() {
            return folder.look();
        }

        @Override
        public Optional<Candidate> version(String version) {
            return folder.version(version).map(found -> Versions.with(found, Status.PENDING));
        }

        @Override
        public Fetched fetch(Candidate candidate, Path into) {
            return folder.fetch(candidate, into);
        }

        @Override
        public void tell(VersionTags tags, Map<String, VersionTags.Wanted> wanted) {}
    }

    @Test
    void whatTheSourceOffersCountsWhileAPinWaits(TestDatabase database, @TempDir Path folder) throws SQLException {
        var source = new SlowSource(PromoterBench.source(folder));
        try (var bench = new PromoterBench(database, folder, "first", source, Optional.empty()).leading()) {
            bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
            bench.promote();
            bench.model.with("0/model.onnx", TinyModel.map("Sigmoid", 32)).with("0/labels.txt", "parcel");
            bench.command("pin", "0");
            bench.promote();
            assertThat(bench.commands()).isEqualTo("pin: waiting: the registration of version 0 is not finished");
            bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));

            var after = bench.promote();

            assertThat(after.memory().serving().orElseThrow().version()).isEqualTo("2");
            assertThat(bench.commands()).startsWith("pin: waiting");
            // And it has its turn again
            assertThat(bench.look.look("tiny").command()).isPresent();
        }
    }

    /** Who asks for it is told; an alert would tell somebody else, of something that nobody offers. */
    @Test
    void aPinOfAVersionThatWasRejectedIsNoLookAtWhatIsOffered(TestDatabase database, @TempDir Path folder)
            throws SQLException {
        try (var bench = new PromoterBench(database, folder, "first").leading()) {
            bench.model.with("1/model.onnx", "no model");
            bench.promote();
            bench.promote();
            assertThat(rejectedBefore(bench)).isOne();
            bench.command("pin", "1");

            bench.promote();

            assertThat(bench.commands()).startsWith("pin: failed: version 1 was rejected at ");
            assertThat(rejectedBefore(bench)).isOne();
        }
    }

    private static double rejectedBefore(PromoterBench bench) {
        return bench.meters
                .counter("sightline.promotion.looks", "model", "tiny", "outcome", "rejected_before")
                .count();
    }

    /** Nobody has to wait with going back for a version that is tried for minutes, or cannot be had. */
    @Test
    void aRollbackIsCarriedOutAtOnceInPlaceOfAPinThatIsBeingTried(TestDatabase database, @TempDir Path folder)
            throws SQLException {
        try (var bench = new PromoterBench(database, folder, "first").leading()) {
            bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
            bench.promote();
            bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));
            bench.promote();
            bench.model.with("0/model.onnx", TinyModel.map("Sigmoid", 32)).with("0/labels.txt", "parcel");
            bench.command("pin", "0");
            var rollback =
                    new CommandRequest(UUID.randomUUID(), false, "tiny", ModelAction.ROLLBACK, Optional.empty(), "bob");
            try (var promotion = bench.begin(4)) {
                new CommandRequests(database.dataSource()).request(rollback);

                bench.carryOut();

                assertThat(bench.commands())
                        .contains("pin: failed: replaced by operation " + rollback.id() + ", rollback of model tiny")
                        .contains("rollback: done: version 1 serves again, in place of version 2");
                assertThatExceptionOfType(TransientFailure.class)
                        .isThrownBy(() -> bench.goOn(promotion, 4, bench.steps.size()));
            }
            var after = bench.promote();
            assertThat(after.memory().serving().orElseThrow().version()).isEqualTo("1");
            assertThat(after.isPinned()).isFalse();
            assertThat(bench.trail()).doesNotContain("0 serving", "pinned");
        }
    }

    @Test
    void saysWhatAPinWaitsFor(TestDatabase database, @TempDir Path folder) throws SQLException {
        try (var bench =
                new PromoterBench(database, folder, "first", registeredAs("tiny"), Optional.empty()).leading()) {
            bench.command("pin", "9");

            lookInVain(bench);

            assertThat(bench.commands())
                    .startsWith("pin: waiting: the last try failed: MLflow at http://localhost:1 ")
                    .endsWith("see sightline.mlflow.url");
            // The look for its alias is none for the pin
            database.change("update model_command set message = 'as before'");
            lookInVain(bench);
            assertThat(bench.commands()).isEqualTo("pin: waiting: as before");
            lookInVain(bench);
            database.change("update model_command set requested_at = now() - interval '301 seconds'");
            bench.carryOut();
            assertThat(bench.commands())
                    .startsWith("pin: failed: could not be done within 5 minutes: the last try failed: MLflow at");
        }
    }

    /** What libraries say may name what is nobody's business. */
    @Test
    void whatNobodyHasWrittenForPeopleStaysInTheLog(TestDatabase database, @TempDir Path folder) throws SQLException {
        try (var bench = new PromoterBench(database, folder, "first").leading()) {
            bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
            bench.promote();
            bench.model.with("0/model.onnx", TinyModel.map("Sigmoid", 32)).with("0/labels.txt", "parcel");
            bench.command("pin", "0");
            try (var promotion = bench.begin(1)) {
                assertThat(bench.commands()).isEqualTo("pin: waiting: version 0 is being tried");

                bench.promoter.end(
                        "tiny", Optional.of(promotion), Optional.of(new IllegalStateException("key=secret")));
            }
            assertThat(bench.commands())
                    .startsWith("pin: waiting: the last try failed: ")
                    .endsWith("its cause is in the log of the leader")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aPinOfAModelThatIsNotLookedAfterFailsAtOnce(TestDatabase database, @TempDir Path folder) throws SQLException {
        try (var bench = new PromoterBench(database, folder, "first").leading()) {
            pinUnknown(database);

            bench.carryOut();

            assertThat(bench.commands())
                    .isEqualTo("pin: failed: model unknown is not looked after: it is neither configured"
                            + " (sightline.models.unknown) nor discovered in MLflow");
        }
    }

    @Test
    void whoCannotFindOutWhichModelsThereAreLetsAPinWait(TestDatabase database, @TempDir Path folder)
            throws SQLException {
        var away = new MlflowClient(URI.create("http://localhost:1"), MlflowLogin.none(), Duration.ofSeconds(1));
        var discovery = new MlflowDiscovery(away, Set.of(), name -> {
            throw new IllegalStateException("nothing is found");
        });
        var source = PromoterBench.source(folder);
        try (var bench = new PromoterBench(database, folder, "first", source, Optional.of(discovery)).leading()) {
            pinUnknown(database);
            bench.carryOut();
            assertThat(bench.commands()).isEqualTo("pin: waiting");

            bench.promoter.due();
            bench.carryOut();

            assertThat(bench.commands()).isEqualTo("pin: waiting");
        }
    }

    /** Nobody would look after it under its own name. */
    @Test
    void aPinByTheNameInTheRegistryIsToldTheNameHere(TestDatabase database, @TempDir Path folder) throws SQLException {
        try (var bench =
                new PromoterBench(database, folder, "first", registeredAs("unknown"), Optional.empty()).leading()) {
            pinUnknown(database);

            bench.carryOut();

            assertThat(bench.commands())
                    .isEqualTo("pin: failed: model unknown is looked after as tiny"
                            + " (sightline.models.tiny.registered-name): ask for that one");
        }
    }

    private static void pinUnknown(TestDatabase database) {
        database.change("insert into model_command (id, name, command, version, requested_by) values"
                + " (gen_random_uuid(), 'unknown', 'pin', '3', 'alice')");
    }

    private static void lookInVain(PromoterBench bench) {
        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> bench.look.look("tiny"))
                .satisfies(failure -> bench.promoter.end("tiny", Optional.empty(), Optional.of(failure)));
    }

    /** MLflow refuses such a number as a question that it does not understand. */
    @Test
    void mlflowIsNotAskedForWhatIsNoNumber() {
        var source = registeredAs("tiny");

        for (var version : new String[] {"abc", "", "-1", "1.0", "01", "9".repeat(100)}) {
            assertThat(source.version(version)).as(version).isEmpty();
        }
    }

    /** A webhook knows no other name than that of the registered model. */
    @Test
    void aLookIsAskedForByTheNameInTheRegistry(TestDatabase database, @TempDir Path folder) throws SQLException {
        try (var bench =
                new PromoterBench(database, folder, "first", registeredAs("vision.tiny"), Optional.empty()).leading()) {
            bench.promoter.due();
            bench.polls.done("tiny", false);
            assertThat(bench.promoter.due()).isEmpty();
            database.change("insert into model_command (id, name, command, requested_by) values"
                    + " (gen_random_uuid(), 'vision.tiny', 'look', 'mlflow')");

            bench.carryOut();

            assertThat(bench.promoter.due()).containsExactly("tiny");
        }
    }

    private static MlflowSource registeredAs(String name) {
        var client = new MlflowClient(URI.create("http://localhost:1"), MlflowLogin.none(), Duration.ofSeconds(1));
        var store = MinioClient.builder().endpoint("http://localhost:1").build();
        var names = new MlflowSource.Names("tiny", name, "champion", "challenger");
        return new MlflowSource(client, store, new FailureClassifier(), names, 1000);
    }
}
