package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import io.sightline.inference.TinyModel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A source is told what became of its versions. */
@ExtendWith(PostgresServer.class)
class WriteBackTest {
    /** A folder that remembers what it is told. */
    private record Listener(ModelSource folder, List<Map<String, VersionTags.Wanted>> told) implements ModelSource {
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
        public void tell(VersionTags tags, Map<String, VersionTags.Wanted> wanted) {
            told.add(wanted);
        }
    }

    /** Its successor may have gone back from the version meanwhile, and said so. */
    @Test
    void aLeaderThatStoodStillSaysNothingMore(TestDatabase database, @TempDir Path folder) throws SQLException {
        var source = new Listener(PromoterBench.source(folder), new ArrayList<>());
        try (var bench = new PromoterBench(database, folder, "first", source, Optional.empty()).leading();
                var successor = bench.another("second")) {
            bench.model.with("1/model.onnx", TinyModel.map("Sigmoid", 32));
            bench.promote();
            assertThat(source.told()).hasSize(1);
            bench.model.with("2/model.onnx", TinyModel.map("HardSigmoid", 32));
            try (var promotion = bench.begin(5)) {
                assertThat(promotion.isAnnounced()).isTrue();
                bench.expireLease();
                successor.leading();
                assertThat(bench.lease.renew()).isEmpty();

                bench.goOn(promotion, 5, 6);
            }
            assertThat(source.told()).hasSize(1);
        }
    }
}
