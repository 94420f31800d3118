package io.sightline.lifecycle;

import io.sightline.failure.FailureClassifier;
import io.sightline.lifecycle.ModelCommand.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Carries out what people asked for, the oldest first. What leads to files that served before is done at once, even
 * while a version is being tried; a version that never served is left to the model's next promotion, since it has to
 * stand every test.
 */
public final class CommandDesk {
    private static final String SUBJECT = "commands for models";

    private final Lease lease;
    private final Roster roster;
    private final ModelCommands commands;
    private final ModelStates states;
    private final ModelArtifacts artifacts;
    private final Polls polls;
    private final PollNotes notes;
    private final FailureClassifier classifier;
    private final String bucket;
    /** Wishes that were left to the next promotion of their model, which may take several tries. */
    private final Set<UUID> passedOn = ConcurrentHashMap.newKeySet();

    public CommandDesk(
            Lease lease,
            Roster roster,
            ModelCommands commands,
            ModelStates states,
            ModelArtifacts artifacts,
            Polls polls,
            PollNotes notes,
            FailureClassifier classifier,
            String bucket) {
        this.lease = lease;
        this.roster = roster;
        this.commands = commands;
        this.states = states;
        this.artifacts = artifacts;
        this.polls = polls;
        this.notes = notes;
        this.classifier = classifier;
        this.bucket = bucket;
    }

    /** Those that wait; none while another process leads. */
    public List<ModelCommand> waiting() {
        if (lease.term().isEmpty()) {
            return List.of();
        }
        try {
            var waiting = commands.waiting();
            passedOn.retainAll(waiting.stream().map(ModelCommand::id).collect(Collectors.toSet()));
            notes.works(SUBJECT);
            return waiting;
        } catch (SQLException | RuntimeException e) {
            notes.fails(SUBJECT, classifier.classify(e));
            return List.of();
        }
    }

    /**
     * Does what one of them says, or leaves it waiting when that cannot be done now. True when something is announced.
     */
    public boolean carryOut(ModelCommand command) {
        var term = lease.term();
        if (term.isEmpty()) {
            return false;
        }
        // Not by its id: what is noted is kept, and commands have no end.
        var subject = "command of model " + command.name();
        try {
            var isAnnounced = carryOutInTime(term.get(), command);
            notes.works(subject);
            return isAnnounced;
        } catch (SQLException | RuntimeException e) {
            notes.fails(subject, classifier.classify(e));
            return false;
        }
    }

    /** A version that is tried for longer is tried to its end. */
    private boolean carryOutInTime(Term term, ModelCommand command) throws SQLException {
        var patience = CommandRequests.LONGEST_WAIT;
        if (command.age().compareTo(patience) > 0 && !polls.isUnderWay(command.name())) {
            commands.end(
                    term,
                    command.failed("could not be done within " + patience.toMinutes() + " minutes: "
                            + command.waitsFor().orElse("the log of the leader says why") + "; ask again"));
            return false;
        }
        return carryOut(term, command);
    }

    private boolean carryOut(Term term, ModelCommand command) throws SQLException {
        if (command.kind() == Kind.LOOK) {
            roster.meantBy(command.name()).forEach(polls::wake);
            commands.end(term, command.done("its source is looked at"));
            return false;
        }
        var stored = states.of(command.name());
        if (command.kind() == Kind.PIN && isUnseen(command, stored, artifacts)) {
            if (roster.isUnknown(term, command.name(), command.age())) {
                commands.end(term, command.failed(notLookedAfter(command.name())));
                return false;
            }
            if (passedOn.add(command.id())) {
                polls.wake(command.name());
            }
            return false;
        }
        var target = target(command, stored);
        var goneBackFrom = target.isEmpty() ? goneBackFrom(command, stored) : Optional.<String>empty();
        var rules = new CommandRules(command, stored, target, goneBackFrom, new Decisions(bucket, states.now()));
        var decision = rules.decide(this::files);
        states.commit(term, stored, decision);
        // What the alias says counts again, or counts anew.
        polls.wake(command.name());
        return decision.kind() != Decision.Kind.NONE;
    }

    private String notLookedAfter(String name) {
        return roster.meantBy(name).stream()
                .findFirst()
                .map(other -> "model " + name + " is looked after as " + other + " (sightline.models." + other
                        + ".registered-name): ask for that one")
                .orElseGet(() -> "model " + name + " is not looked after: it is neither configured (sightline.models."
                        + name + ") nor discovered in MLflow");
    }

    /** Whether a pin names a version of which there are no files here yet. */
    static boolean isUnseen(ModelCommand command, StoredModel stored, ModelArtifacts artifacts) throws SQLException {
        return command.version().isPresent()
                && target(command, stored, artifacts).isEmpty();
    }

    private Optional<KnownVersion> target(ModelCommand command, StoredModel stored) throws SQLException {
        return target(command, stored, artifacts);
    }

    /** The version that a command leads to, as far as it served before or does. */
    private static Optional<KnownVersion> target(ModelCommand command, StoredModel stored, ModelArtifacts artifacts)
            throws SQLException {
        var memory = stored.memory();
        if (command.version().isEmpty()) {
            return command.kind() == Kind.ROLLBACK ? memory.former().stream().findFirst() : memory.serving();
        }
        var version = command.version().get();
        var known = Stream.concat(memory.serving().stream(), memory.former().stream())
                .filter(former -> former.version().equals(version))
                .findFirst();
        return known.isPresent()
                ? known
                : artifacts.lastServed(command.name(), version).map(last -> asHeld(memory, last));
    }

    /** What was gone back from is known better than by its row: where it came from, too. */
    private static KnownVersion asHeld(ModelMemory memory, KnownVersion last) {
        return memory.holds().stream()
                .map(Hold::from)
                .filter(held ->
                        held.version().equals(last.version()) && held.sha256().equals(last.sha256()))
                .findFirst()
                .orElse(last);
    }

    /** What else served is gone back from already when nothing is left to go back to: that can still be named. */
    private Optional<String> goneBackFrom(ModelCommand command, StoredModel stored) throws SQLException {
        var isAbout = command.kind() == Kind.ROLLBACK && command.version().isEmpty();
        return isAbout && stored.serving().isPresent()
                ? artifacts.lastServedBeside(command.name(), stored.serving().get())
                : Optional.empty();
    }

    private StoredArtifact files(KnownVersion version) {
        try {
            return artifacts
                    .find(version.sha256())
                    .orElseThrow(() -> new IllegalStateException("the files " + version.sha256()
                            + " served once and are not in table model_artifact any more"));
        } catch (SQLException e) {
            throw classifier.classify(e);
        }
    }
}
