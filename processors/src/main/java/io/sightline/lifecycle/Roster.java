package io.sightline.lifecycle;

import io.sightline.failure.Failure;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The models that are looked after: those that are configured, and those that are discovered. */
public final class Roster {
    private static final String DISCOVERY = "discovery of models";

    private final Map<String, ManagedModel> configured;
    private final Optional<Discovery> discovery;
    private final ModelStates states;
    private final String bucket;
    private final PollNotes notes;
    private volatile Map<String, ManagedModel> all;

    /** @param configured by name; a discovered model of the same name is left out */
    public Roster(
            Map<String, ManagedModel> configured,
            Optional<Discovery> discovery,
            ModelStates states,
            String bucket,
            PollNotes notes) {
        this.configured = Map.copyOf(configured);
        this.discovery = discovery;
        this.states = states;
        this.bucket = bucket;
        this.notes = notes;
        this.all = this.configured;
    }

    /** One of the models. */
    public Optional<ManagedModel> model(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /** Their names. */
    public Set<String> names() {
        return all.keySet();
    }

    /**
     * Finds out which models there are now, and retires those that are no more. Without an answer all stays as it is.
     */
    void refresh(Term term) throws SQLException {
        if (discovery.isEmpty()) {
            retireMissing(term);
            return;
        }
        try {
            var found = new HashMap<>(discovery.get().found());
            found.putAll(configured);
            all = Map.copyOf(found);
            retireMissing(term);
            notes.works(DISCOVERY);
        } catch (Failure failure) {
            notes.fails(DISCOVERY, failure);
        }
    }

    private void retireMissing(Term term) throws SQLException {
        for (var stored : states.all()) {
            if (stored.announced().isPresent() && !all.containsKey(stored.name()) && isGone(stored.name())) {
                var decisions = new Decisions(bucket, states.now());
                states.commit(
                        term,
                        stored,
                        decisions.retire(
                                stored,
                                "neither configured (sightline.models." + stored.name()
                                        + ") nor discovered in MLflow any more"));
            }
        }
    }

    private boolean isGone(String name) {
        return discovery.map(registry -> registry.isGone(name)).orElse(true);
    }
}
