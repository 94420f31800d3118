package io.sightline.lifecycle;

import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The first step: what the source offers, what was decided before, what somebody asked for, and what follows. */
public final class LookAtModel {
    private final Lease lease;
    private final Roster roster;
    private final ModelStates states;
    private final PinWishes wishes;
    private final ModelEvents events;
    private final GateFacts facts;
    private final PollNotes notes;

    /** @param facts what a verdict of the gate would rest on */
    public LookAtModel(
            Lease lease,
            Roster roster,
            ModelStates states,
            PinWishes wishes,
            ModelEvents events,
            GateFacts facts,
            PollNotes notes) {
        this.lease = lease;
        this.roster = roster;
        this.states = states;
        this.wishes = wishes;
        this.events = events;
        this.facts = facts;
        this.notes = notes;
    }

    /** What the gate goes by for a model, as text that changes when it does. */
    @FunctionalInterface
    public interface GateFacts {
        String of(ModelSettings settings);
    }

    /**
     * Looks at a model.
     *
     * @throws io.sightline.failure.Failure when the source says nothing that counts; FENCED when this process does not
     *     lead
     */
    public Promotion look(String name) throws SQLException {
        var term =
                lease.term().orElseThrow(() -> new TransientFailure(FailureCode.FENCED, "another process decides now"));
        var model = roster.model(name)
                .orElseThrow(() -> new TransientFailure(
                        FailureCode.MODEL_NOT_SERVING, "model " + name + " is not looked after any more"));
        var stored = states.of(name);
        var wish = wishes.turn(stored);
        var promotion = wish.isPresent() ? fulfil(term, model, stored, wish.get()) : follow(term, model, stored);
        if (wish.isPresent()) {
            wishes.looked(term, wish.get(), promotion);
        } else {
            // Alone what is offered: a version that was rejected lets alerts fire, and who pins one is told.
            notes.looked(name, promotion.choice());
        }
        if (promotion.isTried()) {
            var candidate = promotion.candidate().orElseThrow();
            events.record(term, List.of(ModelEvent.of(candidate, candidate.sha256(), ModelStep.DISCOVERED)));
        }
        return promotion;
    }

    private Promotion follow(Term term, ManagedModel model, StoredModel before) throws SQLException {
        var sighting = model.source().look();
        var memory = ChoiceRules.afterLook(before.memory(), sighting);
        var stored = memory.equals(before.memory())
                ? before
                : states.commit(term, before, Decision.remembering(memory, List.of()));
        var rules = rules(model);
        var choice = rules.choose(stored, sighting);
        return new Promotion(term, model, stored, choice, Optional.empty(), rules.fingerprint(stored, choice));
    }

    private Promotion fulfil(Term term, ManagedModel model, StoredModel stored, ModelCommand command) {
        var version = command.version().orElseThrow();
        var rules = rules(model);
        var choice = model.source()
                .version(version)
                .map(candidate -> rules.wished(stored, candidate))
                .orElseGet(() -> new Choice.Stay(
                        Choice.Why.NO_VERSION,
                        "there is no version " + version + " of model " + stored.name() + " at its source"));
        return new Promotion(term, model, stored, choice, Optional.of(command), rules.fingerprint(stored, choice));
    }

    private ChoiceRules rules(ManagedModel model) {
        return new ChoiceRules(
                new Once(() -> facts.of(model.settings())), model.settings().shadowShare());
    }

    /** Asks once, so that a verdict is filed under the very facts that the choice went by. */
    private static final class Once implements Supplier<String> {
        private final Supplier<String> question;
        private @Nullable String answer;

        private Once(Supplier<String> question) {
            this.question = question;
        }

        @Override
        public String get() {
            var known = answer;
            if (known == null) {
                known = question.get();
                answer = known;
            }
            return known;
        }
    }
}
