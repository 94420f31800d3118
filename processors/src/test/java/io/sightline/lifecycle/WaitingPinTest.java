package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.MinioClient;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.FailureClassifier;
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
            assertThat(bench.commands()).isEqualTo("pin: waiting");
            bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));

            var after = bench.promote();

            assertThat(after.memory().serving().orElseThrow().version()).isEqualTo("2");
            assertThat(bench.commands()).isEqualTo("pin: waiting");
            // And it has its turn again
            assertThat(bench.look.look("tiny").command()).isPresent();
        }
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
