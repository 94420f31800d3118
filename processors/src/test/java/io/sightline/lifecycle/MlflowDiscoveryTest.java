package io.sightline.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.TransientFailure;
import io.sightline.mlflow.MlflowClient;
import io.sightline.mlflow.MlflowLogin;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MlflowDiscoveryTest {
    /** It was discovered under its own name before; two models of the same files would serve, one for ever. */
    @Test
    void aRegisteredModelThatIsLookedAfterUnderAnotherNameIsNotWantedUnderItsOwn() {
        var discovery = discovery(Set.of("vision.parcels"));

        assertThat(discovery.standing("vision.parcels")).isEqualTo(Discovery.Standing.NOT_MARKED);
        assertThatExceptionOfType(TransientFailure.class)
                .as("of others MLflow knows")
                .isThrownBy(() -> discovery.standing("bottles"));
    }

    /** By an MLflow that does not answer. */
    private static MlflowDiscovery discovery(Set<String> configured) {
        var client = new MlflowClient(URI.create("http://localhost:1"), MlflowLogin.none(), Duration.ofSeconds(1));
        return new MlflowDiscovery(client, configured, name -> {
            throw new IllegalStateException("nothing is found");
        });
    }
}
