package io.sightline.lifecycle;

import io.sightline.model.v1.ModelState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be written down of a model, all of it or nothing.
 *
 * @param kind what the world is told
 * @param state the model's whole state, where it is announced; its epoch and sequence are those of the writing
 * @param events rows of the trail, in their order
 * @param artifact files of a version that was not known before
 * @param command the command that this carries out
 */
public record Decision(
        Kind kind,
        Optional<ModelState> state,
        ModelMemory memory,
        List<ModelEvent> events,
        Optional<StoredArtifact> artifact,
        Optional<EndedCommand> command) {
    /** What a decision tells the world. */
    public enum Kind {
        /** Nothing: only the promoter's own memory changes. */
        NONE,
        /** The model's whole state. */
        STATE,
        /** That the model serves no more. */
        TOMBSTONE
    }

    public Decision {
        events = List.copyOf(events);
        if (state.isPresent() != (kind == Kind.STATE)) {
            throw new IllegalArgumentException("a state is announced, or nothing is; was " + kind);
        }
    }

    static Decision announcing(ModelState state, ModelMemory memory, List<ModelEvent> events) {
        return new Decision(Kind.STATE, Optional.of(state), memory, events, Optional.empty(), Optional.empty());
    }

    static Decision remembering(ModelMemory memory, List<ModelEvent> events) {
        return new Decision(Kind.NONE, Optional.empty(), memory, events, Optional.empty(), Optional.empty());
    }

    static Decision retiring(ModelMemory memory, List<ModelEvent> events) {
        return new Decision(Kind.TOMBSTONE, Optional.empty(), memory, events, Optional.empty(), Optional.empty());
    }

    Decision of(StoredArtifact files) {
        return new Decision(kind, state, memory, events, Optional.of(files), command);
    }

    /** The same, with the row that says who wants the version to stay. */
    Decision pinned(ModelCommand command) {
        var all = new ArrayList<>(events);
        events.stream()
                .filter(event -> event.step() == ModelStep.SERVING)
                .findFirst()
                .ifPresent(event -> all.add(event.at(ModelStep.PINNED).saying(command.who())));
        return new Decision(kind, state, memory, all, artifact, this.command);
    }

    Decision ending(EndedCommand ended) {
        return new Decision(kind, state, memory, events, artifact, Optional.of(ended));
    }
}
