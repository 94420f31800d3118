package io.sightline.lifecycle;

import static io.sightline.lifecycle.Versions.AT_NOON;
import static io.sightline.lifecycle.Versions.NOON;
import static io.sightline.lifecycle.Versions.after;
import static io.sightline.lifecycle.Versions.challenger;
import static io.sightline.lifecycle.Versions.champion;
import static io.sightline.lifecycle.Versions.files;
import static io.sightline.lifecycle.Versions.serving;
import static io.sightline.lifecycle.Versions.unknown;
import static io.sightline.lifecycle.Versions.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.lifecycle.Candidate.Status;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which challenger is tried, and how long it goes on. */
class ChallengerChoicesTest {
    private static final double SHARE = 0.25;
    private static final String GATE = "golden set 1";

    @Test
    void aChallengerRunsInTheShadowOfWhatServes() {
        assertThat(choice(serving("1"), champion("1"), challenger("2"))).isEqualTo(new Choice.Shadow(challenger("2")));
        assertThat(choice(unknown(), with(champion("1"), Status.PENDING), challenger("2")))
                .as("nothing serves yet")
                .isInstanceOf(Choice.Stay.class);
        assertThat(choice(serving("1"), champion("3"), challenger("2")))
                .as("the champion comes first")
                .isEqualTo(new Choice.Promote(champion("3")));
        assertThat(choice(serving("1"), champion("1"), challenger("1")))
                .as("nothing to compare")
                .isInstanceOf(Choice.Stay.class);
        assertThat(choice(serving("1"), champion("1"), with(challenger("2"), Status.PENDING)))
                .isInstanceOf(Choice.Stay.class);
    }

    /** As one that was gone back to by its row in the trail: it would be compared with itself. */
    @Test
    void whatServesNeedsNoShadowOfItselfWhereItsOriginWasForgotten() {
        var one = serving("1");
        var serving = one.memory().serving().orElseThrow();
        var forgotten = new KnownVersion(
                serving.version(),
                serving.alias(),
                serving.runId(),
                "",
                serving.sha256(),
                serving.since(),
                serving.p95Millis());
        var stored = new StoredModel(
                one.name(),
                one.epoch(),
                one.sequence(),
                one.announced(),
                one.memory().withServing(forgotten));
        var waiting = with(champion("2"), Status.PENDING);

        assertThat(choice(stored, waiting, challenger("1"))).isInstanceOf(Choice.Stay.class);
        assertThat(choice(stored, waiting, challenger("3"))).isEqualTo(new Choice.Shadow(challenger("3")));
    }

    @Test
    void aChallengerGoesOnEndsAndMayGetAnotherShare() {
        var one = serving("1");
        var stored = after(one, AT_NOON.shadow(one, challenger("2"), files("2"), SHARE));

        assertThat(choice(stored, champion("1"), challenger("2"))).isInstanceOf(Choice.Stay.class);
        assertThat(new ChoiceRules(() -> GATE, 0.5)
                        .choose(stored, Sighting.of(champion("1"), Optional.of(challenger("2")))))
                .isEqualTo(new Choice.ShareAnew());
        assertThat(choice(stored, champion("1"))).isEqualTo(new Choice.EndShadow());
        assertThat(choice(stored, champion("1"), challenger("1"))).isEqualTo(new Choice.EndShadow());
        assertThat(choice(stored, champion("1"), challenger("3"))).isEqualTo(new Choice.Shadow(challenger("3")));
    }

    @Test
    void aChallengerThatDoesNotLoadIsNotTriedAgainAndMayStillServe() {
        var one = serving("1");
        var refusal = new Refusal(
                rules().fingerprint(one, new Choice.Shadow(challenger("2"))).orElseThrow(),
                "2",
                challenger("2").origin(),
                RejectionReason.NOT_LOADABLE,
                "it does not load",
                NOON);
        var stored = after(
                one,
                AT_NOON.reject(one, ModelEvent.of(challenger("2"), Optional.empty(), ModelStep.REJECTED), refusal));

        assertThat(choice(stored, champion("1"), challenger("2"))).isInstanceOf(Choice.Stay.class);
        assertThat(choice(stored, champion("2"))).isEqualTo(new Choice.Promote(champion("2")));
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
