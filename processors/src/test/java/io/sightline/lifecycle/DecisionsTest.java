package io.sightline.lifecycle;

import static io.sightline.lifecycle.Versions.AT_NOON;
import static io.sightline.lifecycle.Versions.NOON;
import static io.sightline.lifecycle.Versions.after;
import static io.sightline.lifecycle.Versions.challenger;
import static io.sightline.lifecycle.Versions.champion;
import static io.sightline.lifecycle.Versions.files;
import static io.sightline.lifecycle.Versions.serving;
import static io.sightline.lifecycle.Versions.sha256;
import static io.sightline.lifecycle.Versions.unknown;
import static io.sightline.lifecycle.Versions.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sightline.artifact.Artifact;
import io.sightline.lifecycle.Decision.Kind;
import io.sightline.model.v1.ModelState;
import io.sightline.model.v1.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    @Test
    void theFirstVersionServesWithAllThatAFollowerNeeds() {
        var decision = AT_NOON.serve(
                unknown(), champion("1"), files("1"), false, "not gated: a test", Map.of("candidate.p95_ms", 12.5));

        var state = decision.state().orElseThrow();
        assertThat(state.getName()).isEqualTo("parcels");
        assertThat(state.getServing().getVersion()).isEqualTo("1");
        assertThat(state.getServing().getAlias()).isEqualTo("champion");
        assertThat(state.getServing().getRunId()).isEqualTo("run-1");
        assertThat(Artifact.of(state.getArtifact())).isEqualTo(files("1").artifact());
        assertThat(state.getArtifact().get(0).getBucket()).isEqualTo("bucket");
        assertThat(state.getDetector()).isEqualTo(files("1").detector());
        assertThat(state.getSignature()).isEqualTo(files("1").signature());
        assertThat(state.getStatus()).isEqualTo(Status.SERVING);
        assertThat(state.getMetrics()).containsEntry("candidate.p95_ms", 12.5);
        assertThat(state.getDecidedAt()).isEqualTo(NOON);
        assertThat(state.getPinned()).isFalse();
        assertThat(steps(decision)).containsExactly("1 serving");
        assertThat(decision.artifact()).contains(files("1"));
        assertThat(decision.memory().watchedSince()).as("nothing to go back to").isEmpty();
        assertThat(decision.memory().serving().orElseThrow().p95Millis()).contains(12.5);
    }

    @Test
    void theNextOneTakesItsPlaceAndIsWatched() {
        var decision = AT_NOON.serve(serving("1"), champion("2"), files("2"), false, "passed", Map.of());

        assertThat(steps(decision)).containsExactly("1 superseded", "2 serving");
        assertThat(decision.memory().former()).extracting(KnownVersion::version).containsExactly("1");
        assertThat(decision.memory().watchedSince()).contains(NOON);
        assertThat(decision.state().orElseThrow().getReason()).isNull();
    }

    @Test
    void aVersionThatSomebodyWantsToStayIsNotWatched() {
        var decision = AT_NOON.serve(serving("1"), champion("2"), files("2"), true, "passed", Map.of());

        assertThat(decision.memory().watchedSince()).isEmpty();
        assertThat(decision.state().orElseThrow().getPinned()).isTrue();
    }

    @Test
    void movingToAndFroFillsTheWayBackWithNothing() {
        assertThat(former(serving("1", "2", "1", "2", "1", "3"))).containsExactly("1", "2");
        assertThat(former(serving("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")))
                .containsExactly("11", "10", "9", "8", "7", "6", "5", "4", "3", "2");
    }

    @Test
    void anotherNameOfTheSameFilesChangesTheNameAlone() {
        var stored = serving("1", "2");

        var decision = AT_NOON.renew(stored, with(champion("3"), sha256("2")), false);

        var state = decision.state().orElseThrow();
        assertThat(state.getServing().getVersion()).isEqualTo("3");
        assertThat(state.getArtifact()).isEqualTo(state(stored).getArtifact());
        assertThat(steps(decision)).containsExactly("3 serving");
        assertThat(former(after(stored, decision))).containsExactly("1");
        assertThat(decision.memory().serving().orElseThrow().sha256()).isEqualTo(sha256("2"));
    }

    @Test
    void aRejectionLeavesWhatServesAndSaysWhy() {
        var stored = serving("1");
        var refusal = new Refusal(
                sha256("any"), "2", "models:/m-2", RejectionReason.NOT_LOADABLE, "it is no ONNX model", NOON);
        var event = ModelEvent.of(champion("2"), Optional.of(sha256("2")), ModelStep.REJECTED);

        var decision = AT_NOON.reject(stored, event, refusal);

        var state = decision.state().orElseThrow();
        assertThat(state.getServing()).isEqualTo(state(stored).getServing());
        assertThat(state.getArtifact()).isEqualTo(state(stored).getArtifact());
        assertThat(state.getStatus()).isEqualTo(Status.REJECTED);
        assertThat(state.getReason()).isEqualTo("version 2: NOT_LOADABLE: it is no ONNX model");
        assertThat(decision.events()).singleElement().satisfies(row -> {
            assertThat(row.reason()).contains(RejectionReason.NOT_LOADABLE);
            assertThat(row.message()).contains("it is no ONNX model");
            assertThat(row.sha256()).contains(sha256("2"));
        });
        assertThat(decision.memory().refusal(sha256("any"))).contains(refusal);
    }

    @Test
    void aRejectionOfTheFirstVersionIsAnnouncedToo() {
        var refusal =
                new Refusal(sha256("any"), "1", "models:/m-1", RejectionReason.NOT_LOADABLE, "it does not load", NOON);
        var event = ModelEvent.of(champion("1"), Optional.empty(), ModelStep.REJECTED);

        var state = AT_NOON.reject(unknown(), event, refusal).state().orElseThrow();

        assertThat(state.getServing()).isNull();
        assertThat(state.getArtifact()).isEmpty();
        assertThat(state.getStatus()).isEqualTo(Status.REJECTED);
    }

    @Test
    void theNextDecisionForAVersionForgetsTheReasonOfTheOneBefore() {
        var stored = serving("1");
        var refusal =
                new Refusal(sha256("any"), "2", "models:/m-2", RejectionReason.NOT_LOADABLE, "it does not load", NOON);
        stored = after(
                stored,
                AT_NOON.reject(stored, ModelEvent.of(champion("2"), Optional.empty(), ModelStep.REJECTED), refusal));

        var state = AT_NOON.serve(stored, champion("3"), files("3"), false, "passed", Map.of())
                .state()
                .orElseThrow();

        assertThat(state.getReason()).isNull();
        assertThat(state.getStatus()).isEqualTo(Status.SERVING);
    }

    @Test
    void aChallengerIsAnnouncedBesideWhatServes() {
        var stored = serving("1");

        var decision = AT_NOON.shadow(stored, challenger("2"), files("2"), 0.1);

        var state = decision.state().orElseThrow();
        assertThat(state.getServing()).isEqualTo(state(stored).getServing());
        assertThat(state.getChallenger().getVersion()).isEqualTo("2");
        assertThat(Artifact.of(state.getChallengerArtifact()))
                .isEqualTo(files("2").artifact());
        assertThat(state.getShadowShare()).isEqualTo(0.1);
        assertThat(state.getStatus()).isEqualTo(Status.SHADOWING);
        assertThat(steps(decision)).containsExactly("2 shadowing");

        var other = AT_NOON.share(after(stored, decision), 0.5);
        assertThat(other.state().orElseThrow().getShadowShare()).isEqualTo(0.5);
        assertThat(other.state().orElseThrow().getChallenger().getVersion()).isEqualTo("2");
    }

    @Test
    void aChallengerEnds() {
        var stored = serving("1");
        stored = after(stored, AT_NOON.shadow(stored, challenger("2"), files("2"), 0.1));

        var decision = AT_NOON.endShadow(stored);

        assertThat(decision.state().orElseThrow().getChallenger()).isNull();
        assertThat(decision.state().orElseThrow().getChallengerArtifact()).isEmpty();
        assertThat(decision.state().orElseThrow().getShadowShare()).isZero();
        assertThat(decision.memory().challenger()).isEmpty();
        assertThat(steps(decision)).containsExactly("2 superseded");
    }

    @Test
    void aChallengerThatServesIsNoChallengerAnyMore() {
        var stored = serving("1");
        stored = after(stored, AT_NOON.shadow(stored, challenger("2"), files("2"), 0.1));

        var decision = AT_NOON.serve(stored, champion("2"), files("2"), false, "passed", Map.of());

        assertThat(decision.state().orElseThrow().getChallenger()).isNull();
        assertThat(decision.memory().challenger()).isEmpty();
        // Another one goes on.
        var third = AT_NOON.serve(stored, champion("3"), files("3"), false, "passed", Map.of());
        assertThat(third.state().orElseThrow().getChallenger().getVersion()).isEqualTo("2");
    }

    @Test
    void aRetiredModelIsATombstone() {
        var decision = AT_NOON.retire(serving("1"), "no longer configured");

        assertThat(decision.kind()).isEqualTo(Kind.TOMBSTONE);
        assertThat(decision.state()).isEmpty();
        assertThat(steps(decision)).containsExactly("1 retired");
    }

    @Test
    void whatIsAnnouncedIsAState() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Decision(
                        Kind.STATE,
                        Optional.empty(),
                        ModelMemory.EMPTY,
                        List.of(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void rejectionsAreKeptUpToABound() {
        var memory = ModelMemory.EMPTY;
        for (int i = 0; i < 60; i++) {
            memory = memory.withRefusal(new Refusal(
                    sha256("v" + i), "" + i, "", RejectionReason.NOT_LOADABLE, "no", NOON.plus(Duration.ofMinutes(i))));
        }
        assertThat(memory.refusals()).hasSize(50);
        assertThat(memory.refusal(sha256("v59"))).isPresent();
        assertThat(memory.refusal(sha256("v9"))).isEmpty();
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

    private static List<String> steps(Decision decision) {
        return decision.events().stream()
                .map(event -> event.version() + " " + event.step().label())
                .toList();
    }
}
