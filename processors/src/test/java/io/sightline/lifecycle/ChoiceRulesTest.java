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

import io.sightline.lifecycle.Candidate.Status;
import io.sightline.lifecycle.Choice.Why;
import io.sightline.lifecycle.Sighting.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChoiceRulesTest {
    private static final double SHARE = 0.25;
    private static final String GATE = "golden set 1";

    @Test
    void theFirstVersionIsTried() {
        assertThat(choice(unknown(), champion("1"))).isEqualTo(new Choice.Promote(champion("1")));
    }

    @Test
    void whatServesIsLeftAlone() {
        assertThat(choice(serving("1"), champion("1"))).isEqualTo(new Choice.Stay(Why.SAME, "version 1 serves"));
    }

    @Test
    void anotherVersionIsTriedAlsoALowerOne() {
        assertThat(choice(serving("1"), champion("2"))).isEqualTo(new Choice.Promote(champion("2")));
        assertThat(choice(serving("1", "2"), champion("1"))).isEqualTo(new Choice.Promote(champion("1")));
    }

    /** A model was deleted and made anew, and its versions begin at 1 again. */
    @Test
    void theSameNumberFromElsewhereIsAnotherVersion() {
        var anew = new Candidate(
                Versions.MODEL,
                "1",
                Optional.of("champion"),
                Optional.of("run-1"),
                "models:/m-other",
                Status.READY,
                Map.of(),
                Optional.empty());

        assertThat(choice(serving("1"), anew)).isEqualTo(new Choice.Promote(anew));
    }

    @Test
    void otherFilesUnderTheSameNumberAreAnotherVersionWhereThatIsKnown() {
        var changed = with(champion("1"), sha256("other"));

        assertThat(choice(serving("1"), changed)).isEqualTo(new Choice.Promote(changed));
    }

    @Test
    void aSpecThatIsTaggedAnewIsAnotherVersion() {
        var tagged = with(champion("1"), Map.of(Candidate.DETECTOR_TAG, "family: yolo"));

        assertThat(choice(serving("1"), tagged)).isEqualTo(new Choice.Promote(tagged));
        assertThat(choice(serving("1"), with(champion("1"), Map.of("note", "nothing of ours"))))
                .isEqualTo(new Choice.Stay(Why.SAME, "version 1 serves"));
    }

    @Test
    void theSameFilesUnderAnotherNumberAreRenamed() {
        var renamed = with(champion("2"), sha256("1"));

        assertThat(choice(serving("1"), renamed)).isEqualTo(new Choice.Renew(renamed));
    }

    @Test
    void aPinnedModelStaysWhateverIsOffered() {
        var pinned = after(serving("1"), AT_NOON.setPin(serving("1"), true, "asked for by alice"));

        assertThat(choice(pinned, champion("2")))
                .isEqualTo(new Choice.Stay(Why.PINNED, "version 1 stays until it is unpinned"));
    }

    @ParameterizedTest
    @EnumSource
    void whatServesGoesOnWhenNothingIsOffered(Kind kind) {
        var nothing = Sighting.none(kind, "there is none", Optional.empty());

        assertThat(rules().choose(serving("1"), nothing))
                .isEqualTo(new Choice.Stay(Why.valueOf(kind.name()), "there is none"));
    }

    @Test
    void waitsForARegistrationAndRejectsOneThatFailed() {
        assertThat(choice(serving("1"), with(champion("2"), Status.PENDING)))
                .isEqualTo(new Choice.Stay(Why.PENDING, "the registration of version 2 is not finished"));
        assertThat(choice(serving("1"), with(champion("2"), Status.FAILED)))
                .isInstanceOfSatisfying(
                        Choice.Reject.class,
                        reject ->
                                assertThat(reject.rejection().reason()).isEqualTo(RejectionReason.REGISTRATION_FAILED));
    }

    @Test
    void aVersionWithATagOfValidationHasToBeApproved() {
        var rejected = with(champion("2"), Map.of(Candidate.VALIDATION_TAG, "pending"));

        assertThat(choice(serving("1"), rejected)).isInstanceOfSatisfying(Choice.Reject.class, reject -> {
            assertThat(reject.rejection().reason()).isEqualTo(RejectionReason.NOT_APPROVED);
            assertThat(reject.rejection().message()).contains("validation_status is pending");
        });
        var approved = with(champion("2"), Map.of(Candidate.VALIDATION_TAG, "Approved"));
        assertThat(choice(serving("1"), approved)).isEqualTo(new Choice.Promote(approved));
    }

    @Test
    void aRejectedVersionIsNotTriedAgainBeforeSomethingAboutItChanges() {
        var two = with(champion("2"), Map.of(Candidate.VALIDATION_TAG, "pending"));
        var stored = rejecting(serving("1"), two, GATE);

        assertThat(choice(stored, two)).isInstanceOfSatisfying(Choice.Stay.class, stay -> {
            assertThat(stay.why()).isEqualTo(Why.REJECTED_BEFORE);
            assertThat(stay.message()).contains("version 2", "NOT_LOADABLE", "it does not load");
        });
        // Another tag that a gate reads, other files, another golden set, another version to be compared with
        var approved = with(two, Map.of(Candidate.VALIDATION_TAG, "approved"));
        assertThat(choice(stored, approved)).isEqualTo(new Choice.Promote(approved));
        var changed = with(with(two, Map.of()), sha256("other"));
        assertThat(choice(stored, changed)).isEqualTo(new Choice.Promote(changed));
        assertThat(new ChoiceRules(() -> "golden set 2", SHARE)
                        .choose(stored, Sighting.of(champion("2"), Optional.empty())))
                .isEqualTo(new Choice.Promote(champion("2")));
        var after3 = after(stored, AT_NOON.serve(stored, champion("3"), files("3"), false, "", Map.of()));
        assertThat(choice(after3, with(champion("2"), Map.of()))).isEqualTo(new Choice.Promote(champion("2")));
        // A tag that no gate reads changes nothing
        var noted = with(two, Map.of(Candidate.VALIDATION_TAG, "pending", "note", "please"));
        assertThat(choice(stored, noted)).isInstanceOf(Choice.Stay.class);
    }

    @Test
    void remembersMoreThanTheLastRejection() {
        var stored = rejecting(rejecting(serving("1"), champion("2"), GATE), champion("3"), GATE);

        assertThat(choice(stored, champion("2"))).isInstanceOf(Choice.Stay.class);
        assertThat(choice(stored, champion("3"))).isInstanceOf(Choice.Stay.class);
    }

    @Test
    void aVersionThatWasGoneBackFromIsNotTriedAgainBeforeTheAliasHasMoved() {
        var stored = back(looking(serving("1", "2"), champion("2")));

        // While the alias stays, or is not there for a while
        stored = looking(stored, champion("2"));
        assertThat(choice(stored, champion("2")))
                .isEqualTo(new Choice.Stay(
                        Why.HELD_BACK,
                        "version 2 was gone back from (9 of its 10 runs failed) and is not tried again before the alias"
                                + " champion has pointed at another one"));
        var nothing = Sighting.none(Kind.ALIAS_MISSING, "there is none", Optional.empty());
        stored = after(stored, Decision.remembering(ChoiceRules.afterLook(stored.memory(), nothing), List.of()));
        assertThat(choice(stored, champion("2"))).isInstanceOf(Choice.Stay.class);
        // When it has moved to what serves, and back
        stored = looking(stored, champion("1"));
        assertThat(choice(stored, champion("2"))).isEqualTo(new Choice.Promote(champion("2")));
    }

    @Test
    void aVersionIsAsBeforeWhateverWasNotedOnIt() {
        var noted = with(champion("1"), Map.of("sightline.default.status", "SERVING"));
        var disapproved = with(champion("1"), Map.of(Candidate.VALIDATION_TAG, "rejected"));

        assertThat(champion("1").isAsBefore(noted)).isTrue();
        assertThat(champion("1").isAsBefore(disapproved)).isFalse();
        assertThat(champion("1").isAsBefore(champion("2"))).isFalse();
    }

    @Test
    void aVerdictIsFiledUnderWhatWasAskedForAtTheLook() {
        var one = serving("1");

        assertThat(rules().fingerprint(one, new Choice.Promote(champion("2"))))
                .contains(champion("2").fingerprint(GATE, one.serving()))
                .isNotEqualTo(rules().fingerprint(one, new Choice.Shadow(champion("2"))));
        assertThat(rules().fingerprint(one, new Choice.Renew(champion("2")))).isEmpty();
        assertThat(rules().fingerprint(one, new Choice.Stay(Why.SAME, ""))).isEmpty();
    }

    @Test
    void aVersionThatSomebodyNamesIsTriedUnlessItIsKnownNotToDo() {
        var one = serving("1");
        assertThat(rules().wished(one, champion("7"))).isEqualTo(new Choice.Promote(champion("7")));
        assertThat(rules().wished(one, with(champion("7"), Status.PENDING))).isInstanceOf(Choice.Stay.class);
        assertThat(rules().wished(one, with(champion("7"), Map.of(Candidate.VALIDATION_TAG, "failed"))))
                .isInstanceOf(Choice.Reject.class);
        assertThat(rules().wished(rejecting(one, champion("7"), GATE), champion("7")))
                .isInstanceOfSatisfying(
                        Choice.Stay.class, stay -> assertThat(stay.why()).isEqualTo(Why.REJECTED_BEFORE));
    }

    @Test
    void aSightingHasAChampionOrSaysWhyNot() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sighting(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static StoredModel rejecting(StoredModel stored, Candidate candidate, String gate) {
        var refusal = new Refusal(
                candidate.fingerprint(gate, stored.serving()),
                candidate.version(),
                candidate.origin(),
                RejectionReason.NOT_LOADABLE,
                "it does not load",
                NOON);
        return after(
                stored,
                AT_NOON.reject(stored, ModelEvent.of(candidate, Optional.empty(), ModelStep.REJECTED), refusal));
    }

    /** To the version before, because of what serves. */
    private static StoredModel back(StoredModel stored) {
        var target = stored.memory().former().get(0);
        return after(
                stored,
                AT_NOON.rollBack(
                        stored,
                        target,
                        files(target.version()),
                        RejectionReason.REGRESSED,
                        "9 of its 10 runs failed",
                        Map.of()));
    }

    private static StoredModel looking(StoredModel stored, Candidate champion) {
        var memory = ChoiceRules.afterLook(stored.memory(), Sighting.of(champion, Optional.empty()));
        return after(stored, Decision.remembering(memory, List.of()));
    }

    private static Choice choice(StoredModel stored, Candidate champion) {
        return choice(stored, Sighting.of(champion, Optional.empty()));
    }

    private static Choice choice(StoredModel stored, Candidate champion, Candidate challenger) {
        return choice(stored, Sighting.of(champion, Optional.of(challenger)));
    }

    private static Choice choice(StoredModel stored, Sighting sighting) {
        return rules().choose(stored, sighting);
    }

    private static ChoiceRules rules() {
        return new ChoiceRules(() -> GATE, SHARE);
    }
}
