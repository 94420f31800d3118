package io.sightline.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.integration.Diagnostic;
import io.sightline.integration.FileState;
import io.sightline.integration.FileState.Condition;
import io.sightline.integration.Severity;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PipeReconcilerTest {
    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00.123Z");

    private final PipeReconciler reconciler = new PipeReconciler("pod-1");

    @Test
    void aPipeThatNobodyHasLookedAtIsBeingCreated() {
        var status = reconciler.status(
                Resources.pipe(1, "kafka:out"), new PipeFate(Optional.empty(), Optional.empty(), false));

        assertThat(status.phase()).isEqualTo("Creating");
        assertThat(status.ready().status()).isEqualTo("Unknown");
        assertThat(status.replicas()).isZero();
    }

    @Test
    void aPipeThatRunsIsReadyAndSaysWhere() {
        var status = status(2, Condition.LIVE, "", List.of(), 2L);

        assertThat(status.phase()).isEqualTo("Ready");
        assertThat(status.observedGeneration()).isEqualTo(2);
        assertThat(status.replicas()).isEqualTo(1);
        assertThat(status.ready().status()).isEqualTo("True");
        assertThat(status.ready().message()).isEqualTo("pod-1 runs it");
    }

    @Test
    void aPipeThatRunsEverywhereDoesNotSayHowOften() {
        var state = new FileState("file", Condition.LIVE, NOW, "", List.of());
        var status = reconciler.status(
                Resources.pipe(1, "kafka:out"), new PipeFate(Optional.of(state), Optional.of(1L), true));

        assertThat(status.patch("7", none(), NOW).toString()).doesNotContain("replicas");
        assertThat(status.ready().message()).isEqualTo("every process runs it");
    }

    @Test
    void aProcessThatDoesNotRunWhatAllRunSpeaksForItselfAlone() {
        for (var condition : List.of(Condition.LIVE, Condition.REMOVED, Condition.FAILED, Condition.INVALID)) {
            var state = new FileState("file", condition, NOW, "", List.of());
            var status = reconciler.status(
                    Resources.pipe(1, "kafka:out"), new PipeFate(Optional.of(state), Optional.empty(), true));

            assertThat(status.replicas()).isNegative();
            assertThat(status.ready().message())
                    .isIn("pod-1 has stopped it; other processes may run it", "; nothing of it runs in pod-1");
        }
    }

    @Test
    void whatComesToRunEverywhereSaysNoLongerHowOften() {
        var state = new FileState("file", Condition.LIVE, NOW, "", List.of());
        var everywhere = reconciler.status(
                Resources.pipe(1, "kafka:out"), new PipeFate(Optional.of(state), Optional.of(1L), true));

        assertThat(everywhere.patch("41", status(1, Condition.LIVE, "", List.of(), 1L), NOW))
                .contains(Map.of("op", "remove", "path", "/status/replicas"));
    }

    @Test
    void aPipeWhoseRouteWasStoppedIsNotReady() {
        var status = status(2, Condition.LIVE, "", List.of(), null);

        assertThat(status.phase()).isEqualTo("Creating");
        assertThat(status.replicas()).isZero();
        assertThat(status.ready().status()).isEqualTo("Unknown");
        assertThat(status.ready().message()).isEqualTo("pod-1 has stopped it");
    }

    @Test
    void whatIsOverIsToldOfTheGenerationThatRan() {
        var over = reconciler.over(status(2, Condition.INVALID, "no", List.of(), 1L));

        assertThat(over.observedGeneration()).isEqualTo(2);
        assertThat(over.phase()).isEqualTo("Creating");
        assertThat(over.replicas()).isZero();
        assertThat(over.ready().reason()).isEqualTo("Stopped");
    }

    @Test
    void aMistakeIsToldByThePathOfItsFieldWithWhatRunsOn() {
        var finding = new Diagnostic(
                Severity.ERROR, "file", 9, 5, "spec.sink.uri", "unknown component 'lgo'", "did you mean 'log'?");

        var status = status(3, Condition.INVALID, "file:9:5: ...", List.of(finding), 2L);

        assertThat(status.phase()).isEqualTo("Error");
        assertThat(status.observedGeneration()).isEqualTo(3);
        assertThat(status.replicas()).isEqualTo(1);
        assertThat(status.ready().status()).isEqualTo("False");
        assertThat(status.ready().reason()).isEqualTo("Invalid");
        assertThat(status.ready().message())
                .isEqualTo(
                        "spec.sink.uri: unknown component 'lgo' (did you mean 'log'?); generation 2 runs on in pod-1");
    }

    @Test
    void ofManyMistakesTheFirstAreTold() {
        var finding = new Diagnostic(Severity.ERROR, "file", 1, 1, "", "wrong", "");

        var status = status(1, Condition.INVALID, "", Collections.nCopies(7, finding), null);

        assertThat(status.ready().message())
                .isEqualTo("wrong; wrong; wrong; wrong; wrong; and 2 more; nothing of it runs");
    }

    @Test
    void whatDoesNotStartSaysWhyAndNoMoreThanAStatusShouldHold() {
        var status = status(1, Condition.FAILED, "x".repeat(5000), List.of(), null);

        assertThat(status.ready().reason()).isEqualTo("StartFailed");
        assertThat(status.ready().message()).hasSize(2000);
        assertThat(status.replicas()).isZero();
    }

    @Test
    void whatIsDownSaysSo() {
        var status = status(1, Condition.DOWN, "nothing of it runs", List.of(), null);

        assertThat(status.phase()).isEqualTo("Error");
        assertThat(status.ready().reason()).isEqualTo("Down");
        assertThat(status.ready().message()).isEqualTo("nothing of it runs");
    }

    @Test
    void aPatchIsForOneVersionAndLeavesTheConditionsOfOthers() {
        var former = PipeStatus.of(new Tree(Map.of(
                "phase",
                "Ready",
                "selector",
                "app=x",
                "conditions",
                List.of(
                        Map.of("type", "Billed", "status", "True", "pods", List.of("a")),
                        Map.of("type", "Ready", "status", "True", "lastTransitionTime", "2026-01-01T00:00:00Z")))));

        var goesOn = status(1, Condition.LIVE, "", List.of(), 1L).patch("41", former, NOW);
        var breaks = status(1, Condition.FAILED, "no", List.of(), null).patch("41", former, NOW);

        assertThat(goesOn.get(0))
                .isEqualTo(Map.of("op", "replace", "path", "/metadata/resourceVersion", "value", "41"));
        assertThat(goesOn).extracting(change -> change.get("path")).doesNotContain("/status");
        assertThat(goesOn.toString())
                .contains("type=Billed", "pods=[a]", "lastTransitionTime=2026-01-01T00:00:00Z")
                .doesNotContain("selector");
        assertThat(status(1, Condition.FAILED, "no", List.of(), null).patch("41", none(), NOW))
                .extracting(change -> change.get("path"))
                .contains("/status");
        assertThat(breaks.toString()).contains("lastTransitionTime=2026-11-27T10:00:00Z");
    }

    @Test
    void eachThingIsSaidOnceWhateverOthersMakeOfIt() {
        var book = new StatusBook();
        var pipe = Resources.pipe(1, "kafka:out");
        var live = status(1, Condition.LIVE, "", List.of(), 1L);

        assertThat(book.due(pipe, live)).contains(live);
        book.note(pipe, live);
        assertThat(book.due(pipe, live)).isEmpty();
        assertThat(book.due(pipe, status(1, Condition.FAILED, "no", List.of(), null)))
                .isPresent();
        book.doubt();
        assertThat(book.last(pipe)).contains(live);
        assertThat(book.due(pipe, live)).isPresent();
        book.note(pipe, live);
        book.keep(List.of());
        assertThat(book.due(pipe, live)).isPresent();
    }

    @Test
    void whatIsThereAlreadyIsNotSaidAgain() {
        var live = status(1, Condition.LIVE, "", List.of(), 1L);
        var there = new HashMap<String, Object>();
        live.patch("41", none(), NOW).stream()
                .filter(change -> String.valueOf(change.get("path")).startsWith("/status/"))
                .forEach(change -> there.put(
                        String.valueOf(change.get("path")).substring("/status/".length()), change.get("value")));

        assertThat(new StatusBook().due(Resources.pipe(1, "kafka:out", there), live))
                .isEmpty();
    }

    private PipeStatus status(
            long generation, Condition condition, String message, List<Diagnostic> findings, @Nullable Long running) {
        var state = new FileState("file", condition, NOW, message, findings);
        return reconciler.status(
                Resources.pipe(generation, "kafka:out"),
                new PipeFate(Optional.of(state), Optional.ofNullable(running), false));
    }

    private static PipeStatus none() {
        return PipeStatus.of(Tree.of(null));
    }
}
