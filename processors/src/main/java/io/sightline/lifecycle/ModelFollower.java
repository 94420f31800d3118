package io.sightline.lifecycle;

import io.sightline.failure.PermanentFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Lets the engine of this process serve what is announced. Announcements of one model are carried out one after the
 * other, those of different models beside each other; none of it keeps a request waiting.
 */
public final class ModelFollower implements AutoCloseable {
    private static final long MARKS_KEPT_FOR = TimeUnit.MINUTES.toNanos(1);
    private static final int SECONDS_TO_END = 10;

    private final FollowerTools tools;
    private final Set<String> configured;
    private final ExecutorService threads;
    private final Map<String, FollowedModel> models = new ConcurrentSkipListMap<>();
    /** The end of a model that this process is configured to have, from before it was started. */
    private Map<String, Announcement> outdated = Map.of();
    /** Whether the topic was read whole. */
    private boolean isKnown;

    private long marked;

    /**
     * @param configured names of the models that this process is configured to have, whether they are announced or not
     * @param threads for loading; ended by {@link #close()}
     */
    public ModelFollower(FollowerTools tools, Set<String> configured, ExecutorService threads) {
        this.tools = tools;
        this.configured = Set.copyOf(configured);
        this.threads = threads;
        this.marked = tools.nanoTime().getAsLong();
    }

    /**
     * Lets serve at once what can: what was announced, or else what served here last, or else what a folder of this
     * machine holds. A model that has none of these does not serve yet.
     *
     * @param announced what the topic says, by model
     * @param isComplete whether that is all it says; otherwise what served here last counts for all other models, and
     *     no folder does: something newer may have been refused than what was announced of it
     * @throws PermanentFailure MODEL_UNKNOWN when a folder that is to serve does not load, with its path and the way
     *     out
     */
    public void start(Map<String, Announcement> announced, boolean isComplete) {
        var names = new TreeSet<>(configured);
        announced.values().stream().filter(each -> !each.isRetired()).forEach(each -> names.add(each.name()));
        if (!isComplete) {
            tools.lastServed().all().forEach(state -> names.add(state.getName()));
        }
        if (isComplete) {
            learn(announced);
        }
        for (var name : names) {
            start(name, Optional.ofNullable(announced.get(name)).filter(each -> !each.isRetired()), isComplete);
        }
        expect();
        show();
    }

    /** What ended before this process knew of it. */
    private void learn(Map<String, Announcement> announced) {
        isKnown = true;
        outdated = announced.values().stream()
                .filter(each -> each.isRetired() && configured.contains(each.name()))
                .collect(Collectors.toUnmodifiableMap(Announcement::name, each -> each));
    }

    private void start(String name, Optional<Announcement> announced, boolean isComplete) {
        var model = model(name);
        var last = tools.lastServed().of(name);
        var target = announced.or(
                () -> last.map(state -> Announcement.of(state, tools.nanoTime().getAsLong())));
        if (target.isPresent()) {
            model.pursuit().begin(target.get());
            followIfDue(model, Runnable::run);
            if (!model.serves() && announced.isPresent()) {
                last.ifPresent(model::serveAgain);
            }
        } else if (isComplete) {
            model.directory().ifPresent(model::serve);
        }
    }

    /**
     * Looks at what is announced now, and begins what is to be done for it.
     *
     * @param announced what the topic says, by model
     * @param isComplete whether that is all it says; a folder that nothing is announced of counts from then on
     */
    public void follow(Map<String, Announcement> announced, boolean isComplete) {
        if (isComplete && !isKnown) {
            learn(announced);
        }
        var counting = announced.values().stream()
                .filter(each -> outdated.get(each.name()) != each)
                .toList();
        counting.forEach(this::begin);
        if (isKnown) {
            models.values().forEach(FollowedModel::beginWithFolder);
        }
        expect();
        models.values().forEach(model -> followIfDue(model, threads));
        forgetWhatIsGone();
        keepMarks();
        show();
    }

    /** A model that was announced and has never served, such as one whose first version was refused, is none yet. */
    private void expect() {
        tools.loader()
                .engine()
                .expect(models.values().stream()
                        .filter(model -> model.isToServe() || (configured.contains(model.name()) && !model.isRetired()))
                        .map(FollowedModel::name)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private void begin(Announcement announcement) {
        // The end of what this process never had is nothing to carry out.
        if (!announcement.isRetired() || models.containsKey(announcement.name())) {
            model(announcement.name()).pursuit().begin(announcement);
        }
    }

    private static void followIfDue(FollowedModel model, Executor executor) {
        if (model.pursuit().isDue()) {
            executor.execute(model::follow);
        }
    }

    private void forgetWhatIsGone() {
        models.forEach((name, model) -> {
            if (model.isGone() && !configured.contains(name)) {
                models.remove(name);
                tools.meters().forget(name);
            }
        });
    }

    private void keepMarks() {
        var now = tools.nanoTime().getAsLong();
        if (now - marked >= MARKS_KEPT_FOR) {
            marked = now;
            tools.loader().cache().keepMarks();
        }
    }

    private void show() {
        tools.meters().show(tools.loader().engine().models());
    }

    private FollowedModel model(String name) {
        return models.computeIfAbsent(name, added -> {
            var model = new FollowedModel(added, tools);
            tools.meters().follow(added, model::isBehind);
            return model;
        });
    }

    /** How the models fare, by name. */
    public List<FollowedState> states() {
        return models.values().stream()
                .filter(model -> !model.isGone())
                .map(FollowedModel::state)
                .toList();
    }

    /** Begins nothing any more, and waits for what was begun: it must not find a closed engine. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
                models.values().forEach(FollowedModel::release);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
