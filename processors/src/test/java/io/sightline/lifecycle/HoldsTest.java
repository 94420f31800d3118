package io.sightline.lifecycle;

import static io.sightline.lifecycle.Versions.AT_NOON;
import static io.sightline.lifecycle.Versions.NOON;
import static io.sightline.lifecycle.Versions.after;
import static io.sightline.lifecycle.Versions.challenger;
import static io.sightline.lifecycle.Versions.champion;
import static io.sightline.lifecycle.Versions.files;
import static io.sightline.lifecycle.Versions.serving;
import static io.sightline.lifecycle.Versions.sha256;
import static io.sightline.lifecycle.Versions.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.artifact.Artifact;
import io.sightline.lifecycle.Choice.Why;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was gone back from stays away until somebody moves the alias, whatever else is decided on the model. */
class HoldsTest {
    private static final String GATE = "golden set 1";

    @Test
    void goingBackTwiceBringsNeitherVersionBack() {
        var stored = looking(serving("1", "2", "3"), champion("3"));
        stored = looking(back(stored), champion("3"));
        assertThat(choice(stored, champion("3"))).isInstanceOf(Choice.Stay.class);

        stored = looking(back(stored), champion("3"));

        assertThat(choice(stored, champion("3")))
                .isInstanceOfSatisfying(
                        Choice.Stay.class, stay -> assertThat(stay.why()).isEqualTo(Why.HELD_BACK));
        // Who moves the alias there means it
        stored = looking(stored, champion("2"));
        assertThat(choice(stored, champion("2"))).isEqualTo(new Choice.Promote(champion("2")));
    }

    @Test
    void whatWasRejectedIsNotTriedAgainstTheWeakerVersionThatWasGoneBackTo() {
        var stored = looking(serving("2", "3"), champion("4"));
        stored = rejecting(stored, champion("4"));

        stored = looking(back(stored), champion("4"));

        assertThat(choice(stored, champion("4")))
                .isInstanceOfSatisfying(
                        Choice.Stay.class, stay -> assertThat(stay.why()).isEqualTo(Why.REJECTED_BEFORE));
        // Before something about it changes, or somebody moves the alias
        var approved = with(champion("4"), Map.of(Candidate.VALIDATION_TAG, "approved"));
        assertThat(choice(stored, approved)).isEqualTo(new Choice.Promote(approved));
        stored = looking(looking(stored, champion("2")), champion("4"));
        assertThat(choice(stored, champion("4"))).isEqualTo(new Choice.Promote(champion("4")));
    }

    /** A fix is registered and being tried when the version before it is gone back from. */
    @Test
    void whatIsOfferedAndHasNotFailedIsTriedThoughAnotherOneIsGoneBackFrom() {
        var stored = looking(serving("2", "3"), champion("4"));

        stored = looking(back(stored), champion("4"));

        assertThat(choice(stored, champion("4"))).isEqualTo(new Choice.Promote(champion("4")));
    }

    @Test
    void aModelThatComesBackBeginsWithWhatServedLastWhileTheOtherIsHeld() {
        var stored = back(looking(serving("1", "2"), champion("2")));
        stored = after(stored, AT_NOON.retire(stored, "its tag was taken away"));

        stored = looking(stored, champion("2"));

        assertThat(choice(stored, champion("2")))
                .isInstanceOfSatisfying(
                        Choice.Resume.class,
                        resume -> assertThat(resume.version().version()).isEqualTo("1"));
        stored = looking(stored, champion("3"));
        assertThat(choice(stored, champion("3"))).isEqualTo(new Choice.Promote(champion("3")));
    }

    @Test
    void whatWasGoneBackFromIsHeldWhateverIsPinned() {
        var stored = back(serving("1", "2", "3"));
        var one = stored.memory().former().get(0);

        var pinned = after(stored, AT_NOON.pinTo(stored, one, files("1"), "asked for by alice"));
        var unseen = after(stored, AT_NOON.serve(stored, champion("4"), files("4"), true, "passed", Map.of()));

        assertThat(held(pinned)).containsExactly("3");
        assertThat(held(unseen)).containsExactly("3");
        // Unless it is that very version
        var three = stored.memory().holds().get(0).from();
        assertThat(held(after(stored, AT_NOON.pinTo(stored, three, files("3"), "asked for by alice"))))
                .isEmpty();
    }

    @Test
    void whatIsKnownOfVersionsOutlivesTheirModel() {
        var stored = serving("1", "2", "3");
        stored = after(stored, AT_NOON.shadow(stored, challenger("4"), files("4"), 0.1));
        stored = back(stored);
        var refusal = new Refusal(sha256("any"), "5", "models:/m-5", RejectionReason.NOT_LOADABLE, "no", NOON);
        stored = after(
                stored,
                AT_NOON.reject(stored, ModelEvent.of(champion("5"), Optional.empty(), ModelStep.REJECTED), refusal));

        var retired = after(stored, AT_NOON.retire(stored, "no longer configured"));

        assertThat(retired.memory().serving()).isEmpty();
        assertThat(retired.memory().challenger()).isEmpty();
        assertThat(former(retired)).containsExactly("2", "1");
        assertThat(held(retired)).containsExactly("3");
        assertThat(retired.memory().refusals()).containsExactly(refusal);
        // And when it comes back
        var two = retired.memory().former().get(0);
        var decision = AT_NOON.resume(retired, two, files("2"));
        assertThat(decision.state().orElseThrow().getServing().getVersion()).isEqualTo("2");
        assertThat(Artifact.of(decision.state().orElseThrow().getArtifact()))
                .isEqualTo(files("2").artifact());
        assertThat(steps(decision)).containsExactly("2 serving");
        assertThat(former(after(retired, decision))).containsExactly("1");
        assertThat(held(after(retired, decision))).containsExactly("3");
    }

    @Test
    void whatIsRememberedIsReadAgain() {
        var stored = serving("1", "2", "3");
        stored = after(stored, AT_NOON.shadow(stored, challenger("4"), files("4"), 0.1));
        stored = back(stored);
        stored = back(stored);
        for (var offered : List.of(champion("3"), with(champion("3"), sha256("3")))) {
            var memory = stored.memory()
                    .offering(Offer.of(offered))
                    .holding(stored.memory().holds().get(1))
                    .holding(stored.memory().holds().get(0));

            assertThat(MemoryJson.read(MemoryJson.write(memory))).isEqualTo(memory);
        }
    }

    private static Choice choice(StoredModel stored, Candidate champion) {
        return new ChoiceRules(() -> GATE, 0.25).choose(stored, Sighting.of(champion, Optional.empty()));
    }

    private static StoredModel looking(StoredModel stored, Candidate champion) {
        var memory = ChoiceRules.afterLook(stored.memory(), Sighting.of(champion, Optional.empty()));
        return after(stored, Decision.remembering(memory, List.of()));
    }

    private static StoredModel rejecting(StoredModel stored, Candidate candidate) {
        var refusal = new Refusal(
                candidate.fingerprint(GATE, stored.serving()),
                candidate.version(),
                candidate.origin(),
                RejectionReason.MAP_BELOW_SERVING,
                "it finds less",
                NOON);
        return after(
                stored,
                AT_NOON.reject(stored, ModelEvent.of(candidate, Optional.empty(), ModelStep.REJECTED), refusal));
    }

    /** To the version before. */
    private static StoredModel back(StoredModel stored) {
        var target = stored.memory().former().get(0);
        return after(
                stored,
                AT_NOON.rollBack(
                        stored, target, files(target.version()), RejectionReason.REGRESSED, "it fails", Map.of()));
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
