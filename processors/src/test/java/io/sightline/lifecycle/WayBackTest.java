package io.sightline.lifecycle;

import static io.sightline.lifecycle.Versions.AT_NOON;
import static io.sightline.lifecycle.Versions.after;
import static io.sightline.lifecycle.Versions.files;
import static io.sightline.lifecycle.Versions.serving;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.artifact.Artifact;
import io.sightline.model.v1.ModelState;
import io.sightline.model.v1.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decisions that go back to a former version, or stay with one. */
class WayBackTest {
    @Test
    void goingBackServesTheFormerVersionAndHoldsTheOneItLeft() {
        var stored = serving("1", "2", "3");

        var decision = back(stored, "2", Map.of("runs", 10.0));

        var state = decision.state().orElseThrow();
        assertThat(state.getServing().getVersion()).isEqualTo("2");
        assertThat(Artifact.of(state.getArtifact())).isEqualTo(files("2").artifact());
        assertThat(state.getStatus()).isEqualTo(Status.ROLLED_BACK);
        assertThat(state.getReason()).isEqualTo("version 3: REGRESSED: it fails");
        assertThat(state.getMetrics()).containsEntry("runs", 10.0);
        assertThat(steps(decision)).containsExactly("3 rolled_back", "2 serving");
        assertThat(held(after(stored, decision))).containsExactly("3");
        assertThat(decision.memory().watchedSince()).as("no ping-pong").isEmpty();
    }

    @Test
    void goingBackAgainGoesFurtherBack() {
        var stored = after(serving("1", "2", "3"), back(serving("1", "2", "3"), "2", Map.of()));

        assertThat(former(stored)).containsExactly("1");
        stored = after(stored, back(stored, "1", Map.of()));
        assertThat(former(stored)).isEmpty();
        assertThat(held(stored)).containsExactly("2", "3");
    }

    @Test
    void goingBackPastAVersionForgetsTheWayThrough() {
        var stored = serving("1", "2", "3");

        assertThat(former(after(stored, back(stored, "1", Map.of())))).isEmpty();
    }

    @Test
    void aPinnedModelThatIsRolledBackStaysPinned() {
        var stored = after(serving("1", "2"), AT_NOON.setPin(serving("1", "2"), true, "asked for by alice"));

        assertThat(back(stored, "1", Map.of()).state().orElseThrow().getPinned())
                .isTrue();
    }

    @Test
    void aPinToAFormerVersionMovesThere() {
        var stored = serving("1", "2");
        var target = stored.memory().former().get(0);

        var decision = AT_NOON.pinTo(stored, target, files("1"), "asked for by alice");

        assertThat(decision.state().orElseThrow().getServing().getVersion()).isEqualTo("1");
        assertThat(decision.state().orElseThrow().getPinned()).isTrue();
        assertThat(steps(decision)).containsExactly("2 superseded", "1 serving", "1 pinned");
        assertThat(decision.memory().holds()).isEmpty();
    }

    @Test
    void aPinIsSetAndTakenAway() {
        var stored = serving("1");

        var pinned = AT_NOON.setPin(stored, true, "asked for by alice");
        var free = AT_NOON.setPin(after(stored, pinned), false, "asked for by bob");

        assertThat(pinned.state().orElseThrow().getPinned()).isTrue();
        assertThat(steps(pinned)).containsExactly("1 pinned");
        assertThat(free.state().orElseThrow().getPinned()).isFalse();
        assertThat(steps(free)).containsExactly("1 unpinned");
    }

    private static Decision back(StoredModel stored, String version, Map<String, Double> metrics) {
        var target = stored.memory().former().stream()
                .filter(former -> former.version().equals(version))
                .findFirst()
                .orElseThrow();
        return AT_NOON.rollBack(stored, target, files(version), RejectionReason.REGRESSED, "it fails", metrics);
    }

    private static ModelState state(StoredModel stored) {
        return stored.announced().orElseThrow();
    }

    private static List<String> former(StoredModel stored) {
        return stored.memory().former().stream().map(KnownVersion::version).toList();
    }

    private static List<String> held(StoredModel stored) {
        return stored.memory().holds().stream()
                .map(hold -> hold.from().version())
                .toList();
    }

    private static List<String> steps(Decision decision) {
        return decision.events().stream()
                .map(event -> event.version() + " " + event.step().label())
                .toList();
    }
}
