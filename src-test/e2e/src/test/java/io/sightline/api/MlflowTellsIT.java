package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.MlflowServer;
import io.sightline.mlflow.DataScientist;
import io.sightline.mlflow.RunningMlflow;
import io.sightline.model.SmallDetector;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real MLflow calls the webhook of the running API. Needs Python. */
@Tag("slow")
@ExtendWith({RunningMlflow.class, ApiRuntime.class})
class MlflowTellsIT {
    private final MlflowServer server;
    private final Api api;

    MlflowTellsIT(MlflowServer server, Api api) {
        this.server = server;
        this.api = api;
    }

    @Test
    void anAliasThatMovesAsksForALook(@TempDir Path folder) throws Exception {
        // Given
        var model = "told-" + System.nanoTime();
        var scientist = DataScientist.at(server);
        var version = scientist.register(model, SmallDetector.in(folder).resolve("1"));
        // When
        scientist.hook(api.address().resolve("/v1/mlflow/webhook"), ApiRuntime.WEBHOOK_SECRET);
        // Then: the server knows its webhooks by heart for a second
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    scientist.setAlias(model, "champion", version);
                    return looks(model) > 0;
                });
        assertThat(looks(model)).isPositive();
    }

    private int looks(String model) {
        var count = api.database()
                .queryForObject(
                        "select count(*) from model_command where name = ? and command = 'look'", Integer.class, model);
        return count == null ? 0 : count;
    }
}
