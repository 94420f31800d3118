package io.sightline.mlflow;

import static io.sightline.mlflow.MlflowIT.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.devstack.MlflowOptions;
import io.sightline.devstack.MlflowServer;
import io.sightline.failure.FailureCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real MLflow that asks who somebody is. Needs Python. */
@Tag("slow")
class MlflowLoginIT {
    private static final MlflowLogin ADMIN = MlflowLogin.password(MlflowOptions.USER, MlflowOptions.PASSWORD);

    @Test
    void isLetInByTheRightPasswordAlone(@TempDir Path folder) throws Exception {
        try (var server = MlflowServer.start(MlflowOptions.inFolder().withLogin(), System.out::println)) {
            // Given
            var scientist = DataScientist.at(server);
            var number = scientist.register("parcels", Artifacts.write(folder.resolve("source"), 1));
            scientist.admitReader("reader", "reader-password");
            var admin = Artifacts.client(server.url(), ADMIN);
            var reader = Artifacts.client(server.url(), MlflowLogin.password("reader", "reader-password"));
            var version = admin.version("parcels", number);
            var place = (ArtifactUri.Proxied) admin.artifacts(version);
            var files = admin.artifacts(Artifacts.LIMITS).list(place);
            // When, then
            for (var login : List.of(
                    MlflowLogin.none(),
                    MlflowLogin.password(MlflowOptions.USER, "wrong"),
                    MlflowLogin.token("wrong"))) {
                var stranger = Artifacts.client(server.url(), login);
                var artifacts = stranger.artifacts(Artifacts.LIMITS);
                assertThatThrownBy(() -> stranger.model("parcels")).satisfies(is(FailureCode.DEPENDENCY_DENIES));
                assertThatThrownBy(() -> artifacts.list(place)).satisfies(is(FailureCode.DEPENDENCY_DENIES));
                assertThatThrownBy(() -> artifacts.download(place, files.get(0), folder.resolve("target")))
                        .satisfies(is(FailureCode.DEPENDENCY_DENIES));
            }
            assertThat(reader.model("parcels").name()).isEqualTo("parcels");
            assertThatThrownBy(() -> reader.setTag("parcels", number, "key", "value"))
                    .satisfies(is(FailureCode.DEPENDENCY_DENIES))
                    .hasMessageContaining("the login may not do this");
            admin.setTag("parcels", number, "key", "value");
            assertThat(Artifacts.download(reader, version, folder.resolve("target")))
                    .isEqualTo(Artifacts.hashes(folder.resolve("source")));
        }
    }
}
