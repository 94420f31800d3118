package io.sightline.lifecycle;

import static io.sightline.lifecycle.Versions.AT_NOON;
import static io.sightline.lifecycle.Versions.after;
import static io.sightline.lifecycle.Versions.files;
import static io.sightline.lifecycle.Versions.serving;
import static io.sightline.lifecycle.Versions.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.lifecycle.ModelCommand.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandRulesTest {
    @Test
    void rollsBackToTheVersionBefore() {
        var decision = decide(serving("1", "2"), Kind.ROLLBACK, Optional.empty());

        assertThat(decision.state().orElseThrow().getServing().getVersion()).isEqualTo("1");
        assertThat(ended(decision)).isEqualTo("done: version 1 serves again, in place of version 2");
        assertThat(decision.memory().holds()).extracting(Hold::reason).containsExactly(RejectionReason.ROLLED_BACK);
        assertThat(decision.events().get(0).message()).contains("asked for by alice");
    }

    @Test
    void rollsBackToANamedVersion() {
        var decision = decide(serving("1", "2", "3"), Kind.ROLLBACK, Optional.of("1"));

        assertThat(ended(decision)).isEqualTo("done: version 1 serves again, in place of version 3");
    }

    @Test
    void aRollbackMovesThePin() {
        var stored = after(serving("1", "2"), AT_NOON.setPin(serving("1", "2"), true, "asked for by bob"));

        var decision = decide(stored, Kind.ROLLBACK, Optional.empty());

        assertThat(decision.state().orElseThrow().getPinned()).isTrue();
        assertThat(ended(decision))
                .isEqualTo("done: version 1 serves again, in place of version 2; the model stays pinned, to version 1");
        assertThat(decision.events())
                .extracting(event -> event.version() + " " + event.step().label())
                .containsExactly("2 rolled_back", "1 serving", "1 pinned");
        assertThat(decision.events().get(2).message())
                .hasValue("the pin moved here from version 2 by a rollback; asked for by alice");
        assertThat(decide(serving("1", "2"), Kind.ROLLBACK, Optional.empty()).events())
                .as("without a pin")
                .hasSize(2);
    }

    @Test
    void aRollbackThatLeadsNowhereChangesNothing() {
        var one = serving("1");
        var nowhere = decide(one, Kind.ROLLBACK, Optional.empty());
        var unseen = decide(one, Kind.ROLLBACK, Optional.of("9"));
        var same = decide(one, Kind.ROLLBACK, Optional.of("1"));

        assertThat(ended(nowhere)).isEqualTo("failed: no version of model parcels served before version 1");
        assertThat(ended(unseen))
                .isEqualTo(
                        "failed: version 9 of model parcels never served here; let the alias point at it, or pin it");
        assertThat(ended(same)).isEqualTo("failed: version 1 of model parcels serves already");
        assertThat(Stream.of(nowhere, unseen, same)).allSatisfy(decision -> {
            assertThat(decision.kind()).isEqualTo(Decision.Kind.NONE);
            assertThat(decision.memory()).isEqualTo(one.memory());
            assertThat(decision.events()).isEmpty();
        });
    }

    @Test
    void pinsThePresentVersion() {
        for (var version : new String[] {null, "1"}) {
            var decision = decide(serving("1"), Kind.PIN, Optional.ofNullable(version));

            assertThat(decision.state().orElseThrow().getPinned()).isTrue();
            assertThat(ended(decision)).isEqualTo("done: version 1 stays");
        }
    }

    @Test
    void pinsAVersionThatServedBefore() {
        var decision = decide(serving("1", "2"), Kind.PIN, Optional.of("1"));

        assertThat(decision.state().orElseThrow().getServing().getVersion()).isEqualTo("1");
        assertThat(ended(decision)).isEqualTo("done: version 1 serves and stays");
    }

    @Test
    void unpinsWhatIsPinned() {
        var stored = after(serving("1"), AT_NOON.setPin(serving("1"), true, "asked for by bob"));

        var decision = decide(stored, Kind.UNPIN, Optional.empty());

        assertThat(decision.state().orElseThrow().getPinned()).isFalse();
        assertThat(ended(decision)).startsWith("done: version 1 serves until");
        assertThat(ended(decide(serving("1"), Kind.UNPIN, Optional.empty())))
                .isEqualTo("failed: model parcels is not pinned");
    }

    @ParameterizedTest
    @EnumSource(names = "LOOK", mode = EnumSource.Mode.EXCLUDE)
    void nothingCanBeSaidOfAModelThatDoesNotServe(Kind kind) {
        assertThat(ended(decide(unknown(), kind, Optional.empty())))
                .isEqualTo("failed: no version of model parcels serves");
    }

    private static Decision decide(StoredModel stored, Kind kind, Optional<String> version) {
        var command = new ModelCommand(
                UUID.randomUUID(), Versions.MODEL, kind, version, "alice", Duration.ofSeconds(1), Optional.empty());
        var memory = stored.memory();
        var target = version.isPresent()
                ? Stream.concat(memory.serving().stream(), memory.former().stream())
                        .filter(known -> known.version().equals(version.get()))
                        .findFirst()
                : kind == Kind.ROLLBACK ? memory.former().stream().findFirst() : memory.serving();
        return new CommandRules(command, stored, target, Optional.empty(), AT_NOON)
                .decide(known -> files(known.version()));
    }

    private static String ended(Decision decision) {
        var command = decision.command().orElseThrow();
        return (command.isDone() ? "done: " : "failed: ") + command.message();
    }
}
