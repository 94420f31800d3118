package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.delivery.DatabaseIdentity;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.gate.Dependents;
import io.sightline.gate.Gates;
import io.sightline.gate.GroupPauses;
import io.sightline.gate.Watched;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class GatedClientsTest {
    private static final Set<Dependency> NEEDED = Set.of(Dependency.S3);

    private final Gates gates =
            new Gates(List.of(new Watched(Dependency.S3, () -> {})), Clock.systemUTC(), (delay, task) -> {});
    private final GatedClients clients = new GatedClients(
            gates,
            new Dependents(Map.of()),
            new DatabaseIdentity(new PGSimpleDataSource(), new FailureClassifier()),
            new GroupPauses(Clock.systemUTC()));

    @Test
    void nothingIsReadWhileSomethingThatIsNeededIsAway() {
        // Given
        assertThat(clients.isOpen(NEEDED)).isTrue();
        // When
        gates.report(new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "away", null, Dependency.S3));
        // Then
        assertThat(clients.isOpen(NEEDED)).isFalse();
        assertThat(clients.isOpen(Set.of(Dependency.KAFKA))).isTrue();
    }

    /** What a consumer holds of a batch would go to steps that have ended. */
    @Test
    void nothingIsReadOnceTheRoutesAreStopped() {
        // Given
        var context = new DefaultCamelContext();
        clients.setCamelContext(context);
        context.start();
        assertThat(clients.isOpen(NEEDED)).isTrue();
        // When
        context.stop();
        // Then
        assertThat(clients.isOpen(NEEDED)).isFalse();
    }
}
