package io.sightline.lifecycle;

import static io.sightline.lifecycle.Versions.AT_NOON;
import static io.sightline.lifecycle.Versions.NOON;
import static io.sightline.lifecycle.Versions.after;
import static io.sightline.lifecycle.Versions.challenger;
import static io.sightline.lifecycle.Versions.champion;
import static io.sightline.lifecycle.Versions.files;
import static io.sightline.lifecycle.Versions.serving;
import static io.sightline.lifecycle.Versions.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VersionTagsTest {
    private static final VersionTags TAGS = new VersionTags("plant-7");

    @Test
    void saysOfEachVersionWhatBecameOfIt() {
        var stored = serving("1", "2");
        stored = after(
                stored,
                AT_NOON.serve(stored, champion("3"), files("3"), false, "passed", Map.of("candidate.p95_ms", 12.5)));
        stored = after(stored, AT_NOON.shadow(stored, challenger("4"), files("4"), 0.1));
        var refusal = new Refusal(
                sha256("any"), "5", "models:/m-5", RejectionReason.NOT_LOADABLE, "it is no ONNX model", NOON);
        stored = after(
                stored,
                AT_NOON.reject(stored, ModelEvent.of(champion("5"), Optional.empty(), ModelStep.REJECTED), refusal));

        var wanted = TAGS.wanted(stored);

        assertThat(wanted).containsOnlyKeys("1", "2", "3", "4", "5");
        assertThat(tags(stored, "3"))
                .containsOnly(
                        entry("sightline.plant-7.status", "SERVING"),
                        entry("sightline.plant-7.since", "2026-11-01T12:00:00Z"),
                        entry("sightline.plant-7.sha256", sha256("3").hex()),
                        entry("sightline.plant-7.p95_ms", "12.5"));
        assertThat(tags(stored, "2")).containsEntry("sightline.plant-7.status", "SUPERSEDED");
        assertThat(tags(stored, "1")).containsEntry("sightline.plant-7.status", "SUPERSEDED");
        assertThat(tags(stored, "4")).containsEntry("sightline.plant-7.status", "SHADOWING");
        assertThat(tags(stored, "5"))
                .containsOnly(
                        entry("sightline.plant-7.status", "REJECTED"),
                        entry("sightline.plant-7.since", "2026-11-01T12:00:00Z"),
                        entry("sightline.plant-7.reason", "NOT_LOADABLE: it is no ONNX model"));
    }

    @Test
    void aVersionThatWasGoneBackFromSaysWhy() {
        var stored = serving("1", "2");
        stored = after(
                stored,
                AT_NOON.rollBack(
                        stored,
                        stored.memory().former().get(0),
                        files("1"),
                        RejectionReason.REGRESSED,
                        "9 of its 10 runs failed",
                        Map.of()));

        assertThat(tags(stored, "2"))
                .containsEntry("sightline.plant-7.status", "REGRESSED")
                .containsEntry("sightline.plant-7.reason", "REGRESSED: 9 of its 10 runs failed");
    }

    @Test
    void aVersionThatWasRejectedAndServesNowServes() {
        var stored = serving("1");
        var refusal = new Refusal(
                sha256("any"), "2", "models:/m-2", RejectionReason.NOT_APPROVED, "it is not approved", NOON);
        stored = after(
                stored,
                AT_NOON.reject(stored, ModelEvent.of(champion("2"), Optional.empty(), ModelStep.REJECTED), refusal));
        stored = after(stored, AT_NOON.serve(stored, champion("2"), files("2"), false, "passed", Map.of()));

        assertThat(tags(stored, "2"))
                .containsEntry("sightline.plant-7.status", "SERVING")
                .doesNotContainKey("sightline.plant-7.reason");
    }

    /** Who moves the alias sees nothing happen, and has to find out why. */
    @Test
    void theVersionThatIsPinnedSaysSoUntilItIsNoMore() {
        var stored = serving("1", "2");
        var pinned = after(stored, AT_NOON.setPin(stored, true, "asked for by alice"));
        var moved = after(
                pinned,
                AT_NOON.rollBack(
                        pinned,
                        pinned.memory().former().get(0),
                        files("1"),
                        RejectionReason.ROLLED_BACK,
                        "asked for by bob",
                        Map.of()));
        var unpinned = after(moved, AT_NOON.setPin(moved, false, "asked for by bob"));

        assertThat(tags(stored, "2")).doesNotContainKey("sightline.plant-7.pinned");
        assertThat(tags(pinned, "2"))
                .containsEntry("sightline.plant-7.status", "SERVING")
                .containsEntry("sightline.plant-7.pinned", "true");
        assertThat(tags(pinned, "1")).doesNotContainKey("sightline.plant-7.pinned");
        assertThat(tags(moved, "1")).containsEntry("sightline.plant-7.pinned", "true");
        assertThat(TAGS.change(tags(moved, "2"), tags(pinned, "2")))
                .containsEntry("sightline.plant-7.pinned", Optional.empty());
        assertThat(TAGS.change(tags(unpinned, "1"), tags(moved, "1")))
                .containsOnly(entry("sightline.plant-7.pinned", Optional.empty()));
    }

    @Test
    void changesWhatDiffersAndNothingOfOthers() {
        var present = Map.of(
                "sightline.plant-7.status", "REJECTED",
                "sightline.plant-7.reason", "NOT_APPROVED: it is not approved",
                "sightline.plant-7.sha256", "abc",
                "sightline.plant-8.status", "SERVING",
                "validation_status", "approved");

        var change =
                TAGS.change(Map.of("sightline.plant-7.status", "SERVING", "sightline.plant-7.sha256", "abc"), present);

        assertThat(change)
                .containsOnly(
                        entry("sightline.plant-7.status", Optional.of("SERVING")),
                        entry("sightline.plant-7.reason", Optional.empty()));
        assertThat(TAGS.change(Map.of("sightline.plant-7.sha256", "abc"), Map.of("sightline.plant-7.sha256", "abc")))
                .isEmpty();
    }

    @Test
    void aVersionThatWasMadeAnewUnderTheNumberIsAnother() {
        var wanted = Objects.requireNonNull(TAGS.wanted(serving("1")).get("1"));

        assertThat(wanted.isAbout("models:/m-1")).isTrue();
        assertThat(wanted.isAbout("models:/m-12")).isFalse();
        assertThat(new VersionTags.Wanted("models:/m-1#spec", Map.of()).isAbout("models:/m-1"))
                .isTrue();
        assertThat(new VersionTags.Wanted("", Map.of()).isAbout("models:/m-9")).isTrue();
    }

    @Test
    void aLongReasonIsCut() {
        var stored = serving("1");
        var refusal =
                new Refusal(sha256("any"), "2", "models:/m-2", RejectionReason.NOT_LOADABLE, "x".repeat(3000), NOON);

        var rejected = after(stored, Decision.remembering(stored.memory().withRefusal(refusal), List.of()));

        assertThat(TAGS.wanted(rejected).values().stream()
                        .map(wanted -> String.valueOf(wanted.tags().get("sightline.plant-7.reason")))
                        .filter(reason -> reason.contains("xxx"))
                        .findFirst()
                        .orElseThrow())
                .hasSize(1000);
    }

    private static Map<String, String> tags(StoredModel stored, String version) {
        return Objects.requireNonNull(TAGS.wanted(stored).get(version)).tags();
    }
}
