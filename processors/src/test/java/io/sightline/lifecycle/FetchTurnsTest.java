package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.TinyModel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two versions of folders are tried, and it takes long. */
@ExtendWith(PostgresServer.class)
class FetchTurnsTest {
    private PromoterBench bench;
    private Promotion one;
    private Promotion other;

    /** Another kind of source. */
    private record Elsewhere(ModelSource folder) implements ModelSource {
        @Override
        public Sighting look() {
            return folder.look();
        }

        @Override
        public Optional<Candidate> version(String version) {
            return folder.version(version);
        }

        @Override
        public Fetched fetch(Candidate candidate, Path into) {
            return folder.fetch(candidate, into);
        }

        @Override
        public void tell(VersionTags tags, Map<String, VersionTags.Wanted> wanted) {}
    }

    @BeforeEach
    void tryTwo(TestDatabase database, @TempDir Path folder) throws SQLException {
        bench = new PromoterBench(database, folder, "first").leading();
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        one = bench.begin(1);
        other = bench.begin(1);
        assertThat(one.fetchedArtifact()).isPresent();
        assertThat(other.fetchedArtifact()).isPresent();
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        bench.close();
    }

    @Test
    void aThirdOneWaitsUntilOneHasEnded() throws SQLException {
        try (var third = bench.begin(0)) {
            bench.lease.close();
            assertThatExceptionOfType(TransientFailure.class)
                    .isThrownBy(() -> bench.goOn(third, 0, 1))
                    .withMessageStartingWith("version 1 waits for its turn no longer");
            assertThat(third.fetchedArtifact()).isEmpty();
            bench.leading();

            one.close();
            bench.goOn(third, 0, 1);

            assertThat(third.fetchedArtifact()).isPresent();
        }
        bench.begin(1).close();
    }

    @Test
    void oneFromElsewhereDoesNotWaitForThem() throws SQLException {
        var look = bench.begin(0);
        try (var elsewhere = new Promotion(
                look.term(),
                new ManagedModel(look.settings(), new Elsewhere(look.source())),
                look.stored(),
                look.choice(),
                Optional.empty(),
                look.fingerprint())) {
            bench.goOn(elsewhere, 0, 1);

            assertThat(elsewhere.fetchedArtifact()).isPresent();
        }
    }
}
