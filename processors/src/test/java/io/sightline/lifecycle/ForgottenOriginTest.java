package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
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

/** A version of a registry is reached by its number, which the trail knows and its origin does not. */
@ExtendWith(PostgresServer.class)
class ForgottenOriginTest {
    private PromoterBench bench;

    /** A folder that tells its versions apart as a registry does: by what it says of them, not by their hashes. */
    private record LikeRegistry(ModelSource folder) implements ModelSource {
        @Override
        public Sighting look() {
            var sighting = folder.look();
            return sighting.champion()
                    .map(champion -> Sighting.of(registered(champion), Optional.empty()))
                    .orElse(sighting);
        }

        @Override
        public Optional<Candidate> version(String version) {
            return folder.version(version).map(LikeRegistry::registered);
        }

        @Override
        public Fetched fetch(Candidate candidate, Path into) {
            return folder.fetch(candidate, into);
        }

        @Override
        public void tell(VersionTags tags, Map<String, VersionTags.Wanted> wanted) {}

        private static Candidate registered(Candidate found) {
            return new Candidate(
                    found.name(),
                    found.version(),
                    Optional.of("champion"),
                    Optional.of("run-" + found.version()),
                    "models:/m-" + found.version(),
                    found.status(),
                    found.tags(),
                    Optional.empty());
        }
    }

    @BeforeEach
    void goBack(TestDatabase database, @TempDir Path folder) throws SQLException {
        var source = new LikeRegistry(PromoterBench.source(folder));
        bench = new PromoterBench(database, folder, "first", source, Optional.empty()).leading();
        bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
        bench.promote();
        bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));
        bench.promote();
        carryOut("rollback");
        assertThat(serving()).isEqualTo("1");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void aVersionThatIsPinnedAndGoneBackFromOnceMoreStaysAway() throws SQLException {
        bench.command("pin", "2");
        bench.carryOut();
        assertThat(bench.states.of("tiny").memory().serving().orElseThrow().origin())
                .as("what it is known by again")
                .isEqualTo("models:/m-2");
        carryOut("rollback");

        carryOut("unpin");

        assertThat(serving()).isEqualTo("1");
        assertThat(bench.trail()).endsWith("1 unpinned");
    }

    /** One that served long ago, and of which nothing but its row in the trail is left. */
    @Test
    void soDoesOneThatIsKnownByItsRunAlone() throws SQLException {
        bench.database.change("update model_state set memory = memory - 'holds'");
        bench.command("pin", "2");
        bench.carryOut();
        assertThat(bench.states.of("tiny").memory().serving().orElseThrow().origin())
                .isEmpty();
        carryOut("rollback");

        carryOut("unpin");

        assertThat(serving()).isEqualTo("1");
        // A version that was made anew under that number is another one
        bench.database.change("update model_state set memory = jsonb_set(memory, '{holds,0,from,runId}', '\"run-0\"')");
        bench.promote();
        assertThat(serving()).isEqualTo("2");
    }

    /** And looks at what the alias says, which is version 2 all the time. */
    private void carryOut(String command) throws SQLException {
        bench.command(command);
        bench.carryOut();
        bench.promote();
    }

    private String serving() throws SQLException {
        return bench.states.of("tiny").memory().serving().orElseThrow().version();
    }
}
