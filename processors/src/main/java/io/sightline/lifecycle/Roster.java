package io.sightline.lifecycle;

import io.sightline.failure.Failure;
import io.sightline.lifecycle.Discovery.Standing;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The models that are looked after: those that are configured, and those that are discovered. */
public final class Roster {
    private static final String DISCOVERY = "discovery of models";
    /**
     * How long a registry has to say that it has no such model: one that is restored or mistaken for another is mended.
     */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Map<String, ManagedModel> configured;
    private final Optional<Discovery> discovery;
    private final ModelStates states;
    private final String bucket;
    private final PollNotes notes;
    private final LongSupplier nanoTime;
    /** Since when the registry has had no model of a name. */
    private final Map<String, Long> missingSince = new ConcurrentHashMap<>();

    private volatile Map<String, ManagedModel> all;
    /** When the registry was asked which models there are; empty when it did not answer last time. */
    private volatile Optional<Asked> asked = Optional.empty();

    private record Asked(Term term, long since) {}

    /** @param configured by name; a discovered model of the same name is left out */
    public Roster(
            Map<String, ManagedModel> configured,
            Optional<Discovery> discovery,
            ModelStates states,
            String bucket,
            PollNotes notes) {
        this(configured, discovery, states, bucket, notes, System::nanoTime);
    }

    Roster(
            Map<String, ManagedModel> configured,
            Optional<Discovery> discovery,
            ModelStates states,
            String bucket,
            PollNotes notes,
            LongSupplier nanoTime) {
        this.configured = Map.copyOf(configured);
        this.discovery = discovery;
        this.states = states;
        this.bucket = bucket;
        this.notes = notes;
        this.nanoTime = nanoTime;
        this.all = this.configured;
    }

    /** One of the models. */
    public Optional<ManagedModel> model(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /**
     * Whether it is sure that a model is looked after by nobody; a registry that is away, or was not asked in this term
     * since something was wanted of the model, may know it.
     *
     * @param age how long ago that was
     */
    boolean isUnknown(Term term, String name, Duration age) {
        return (discovery.isEmpty() || isAsked(term, age)) && !all.containsKey(name);
    }

    private boolean isAsked(Term term, Duration age) {
        return asked.filter(last -> last.term().equals(term))
                .filter(last -> nanoTime.getAsLong() - last.since() < age.toNanos())
                .isPresent();
    }

    /** Their names. */
    public Set<String> names() {
        return all.keySet();
    }

    /** Names of the models that somebody means who calls one by its name here, or by that in the registry. */
    Set<String> meantBy(String name) {
        return all.entrySet().stream()
                .filter(entry ->
                        entry.getKey().equals(name) || entry.getValue().source().isRegisteredAs(name))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Finds out which models there are now, and retires those that are no more. Without an answer all stays as it is.
     */
    void refresh(Term term) throws SQLException {
        if (discovery.isEmpty()) {
            retireMissing(term);
            return;
        }
        var since = nanoTime.getAsLong();
        try {
            var found = new HashMap<>(discovery.get().found());
            found.putAll(configured);
            all = Map.copyOf(found);
            asked = Optional.of(new Asked(term, since));
            retireMissing(term);
            notes.works(DISCOVERY);
        } catch (Failure failure) {
            asked = Optional.empty();
            notes.fails(DISCOVERY, failure);
        }
    }

    private void retireMissing(Term term) throws SQLException {
        for (var stored : states.all(notes)) {
            if (stored.announced().isPresent() && !all.containsKey(stored.name())) {
                var why = whyGone(stored);
                if (why.isPresent()) {
                    var decisions = new Decisions(bucket, states.now());
                    states.commit(term, stored, decisions.retire(stored, why.get()));
                }
            }
        }
    }

    private Optional<String> whyGone(StoredModel stored) throws SQLException {
        var successors = meantBy(stored.name());
        if (!successors.isEmpty() && !isFromFolder(stored.memory())) {
            // Until the other serves, this one is all that there is of the registered model.
            for (var successor : successors) {
                if (states.of(successor).serving().isPresent()) {
                    return Optional.of(
                            "it serves as " + successor + " now (sightline.models." + successor + ".registered-name)");
                }
            }
            return Optional.empty();
        }
        return isGone(stored)
                ? Optional.of(
                        "neither configured (sightline.models." + stored.name() + ") nor discovered in MLflow any more")
                : Optional.empty();
    }

    /** Without a registry to ask nobody can say that a model which came from one is not wanted any more. */
    private boolean isGone(StoredModel stored) {
        if (discovery.isEmpty()) {
            return isFromFolder(stored.memory());
        }
        var standing = discovery.get().standing(stored.name());
        if (standing == Standing.NOT_FOUND) {
            return isFromFolder(stored.memory()) || isMissingForLong(stored.name());
        }
        missingSince.remove(stored.name());
        return standing == Standing.NOT_MARKED;
    }

    private boolean isMissingForLong(String name) {
        var now = nanoTime.getAsLong();
        return now - missingSince.computeIfAbsent(name, begin -> now) >= PATIENCE.toNanos();
    }

    /** By what serves; by what was rejected last where nothing does. */
    private static boolean isFromFolder(ModelMemory memory) {
        return memory.serving()
                // Of one that was gone back to long after it was forgotten: what is offered in its place tells.
                .map(version -> version.origin().isEmpty()
                        ? memory.offered().map(Offer::origin).orElse("")
                        : version.origin())
                .map(DirectorySource.SOURCE::equals)
                .or(() -> memory.refusals().stream()
                        .findFirst()
                        .map(refusal -> refusal.origin().equals(DirectorySource.SOURCE)))
                .orElse(false);
    }
}
