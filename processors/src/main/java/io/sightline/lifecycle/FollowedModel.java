package io.sightline.lifecycle;

import io.sightline.failure.Failure;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelDirectory;
import io.sightline.inference.ModelVersion;
import io.sightline.lifecycle.FollowedState.Condition;
import io.sightline.model.v1.ModelState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One model of this process: it carries out what was announced last. */
final class FollowedModel {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedModel.class);

    private final String name;
    private final FollowerTools tools;
    private final InferenceEngine engine;
    private final ModelPlace serving;
    private final ModelPlace challenger;
    private final Pursuit pursuit;
    private volatile boolean servingFailed;
    private volatile @Nullable Instant servingSince;

    FollowedModel(String name, FollowerTools tools) {
        this.name = name;
        this.tools = tools;
        this.engine = tools.loader().engine();
        this.pursuit = new Pursuit(tools.nanoTime());
        this.serving =
                new ModelPlace(tools.loader(), () -> named(engine.models()), engine::serve, () -> engine.unload(name));
        this.challenger = new ModelPlace(
                tools.loader(),
                () -> named(engine.challengers()),
                engine::challenge,
                () -> engine.unloadChallenger(name));
    }

    String name() {
        return name;
    }

    Pursuit pursuit() {
        return pursuit;
    }

    boolean serves() {
        return serving.present().isPresent();
    }

    /** Whether a version of it serves, or is announced to. */
    boolean isToServe() {
        return !isRetired()
                && (serves() || pursuit.target().flatMap(Announcement::serving).isPresent());
    }

    boolean isRetired() {
        return pursuit.target().filter(Announcement::isRetired).isPresent();
    }

    /** Whether the model was retired, and nothing is left of it. */
    boolean isGone() {
        return pursuit.isDone() && isRetired();
    }

    /** Whether another version serves than was announced, or none. */
    boolean isBehind() {
        return pursuit.target()
                .flatMap(Announcement::serving)
                .filter(announced -> serving.present()
                        .filter(version -> AnnouncedVersion.isNamed(announced, version))
                        .isEmpty())
                .isPresent();
    }

    /** Carries out what was announced last, which is {@link Pursuit#isDue() due}. */
    void follow() {
        pursuit.target().ifPresent(this::follow);
    }

    private void follow(Announcement target) {
        var isPlaced = false;
        try {
            place(target);
            isPlaced = true;
            target.state().ifPresent(state -> challenge(state, target));
            servingFailed = false;
            pursuit.succeed(target);
        } catch (RuntimeException | Error e) {
            // Errors too, such as native memory that ran out: nobody else would try again.
            complain(target, tools.classifier().classify(e), isPlaced);
        }
    }

    private void place(Announcement target) {
        if (target.isRetired()) {
            retire();
            return;
        }
        var state = target.state().orElseThrow();
        var version = AnnouncedVersion.serving(state, tools.bucket());
        if (version.isEmpty()) {
            serveAnything(target);
            return;
        }
        serve(version.get(), target);
        if (pursuit.isFor(target)) {
            tools.lastServed().keep(state);
        }
    }

    /** An announcement that names no version changes nothing: whatever would serve without it does. */
    private void serveAnything(Announcement target) {
        if (serves()) {
            return;
        }
        var last = tools.lastServed().of(name).flatMap(state -> AnnouncedVersion.serving(state, tools.bucket()));
        if (last.isPresent()) {
            serve(last.get(), target);
        } else {
            directory().ifPresent(this::serve);
        }
    }

    /** The folder that the model comes from. */
    Optional<ModelDirectory> directory() {
        return Optional.ofNullable(tools.loader().directories().get(name));
    }

    /** Has the folder served, unless something was announced or serves; to be called when all of the topic is known. */
    void beginWithFolder() {
        if (!serves() && pursuit.target().isEmpty() && directory().isPresent()) {
            pursuit.begin(Announcement.none(name, tools.nanoTime().getAsLong()));
        }
    }

    private void serve(AnnouncedVersion announced, Announcement target) {
        var former = serving.present();
        if (!serving.take(announced, () -> pursuit.isFor(target))) {
            return;
        }
        var version = announced.version();
        var isOther = former.filter(before -> before.sha256().equals(version.sha256()))
                .isEmpty();
        var time = Duration.ofNanos(tools.nanoTime().getAsLong() - target.seenAt());
        if (isOther) {
            tools.meters().swapped(name, time);
            servingSince = tools.clock().instant();
        }
        LOG.atInfo()
                .addKeyValue("model", name)
                .addKeyValue("version", version.version())
                .addKeyValue("sha256", version.sha256())
                .addKeyValue("former", former.map(ModelVersion::version).orElse(""))
                .addKeyValue("millis", time.toMillis())
                .log(isOther ? "an announced version serves" : "the version that serves was announced anew");
    }

    /** One that does not load is tried again as well, and is the matter of nobody who is served. */
    private void challenge(ModelState state, Announcement target) {
        if (!pursuit.isFor(target)) {
            return;
        }
        var version = AnnouncedVersion.challenger(state, tools.bucket());
        if (version.isPresent()) {
            challenger.take(version.get(), () -> pursuit.isFor(target));
            tools.shares().set(name, state.getShadowShare());
        } else {
            tools.shares().remove(name);
            challenger.clear();
        }
    }

    private void retire() {
        tools.shares().remove(name);
        challenger.clear();
        serving.clear();
        servingSince = null;
        tools.lastServed().forget(name);
        LOG.atInfo().addKeyValue("model", name).log("a model is retired");
    }

    private void complain(Announcement target, Failure failure, boolean isPlaced) {
        var why = (isPlaced ? "challenger: " : "") + failure.getMessage();
        if (pursuit.isFor(target)) {
            servingFailed = !isPlaced;
            tools.meters().failed(name, failure.code());
        }
        if (pursuit.fail(target, failure, why)) {
            LOG.atWarn()
                    .addKeyValue("model", name)
                    .addKeyValue("epoch", target.epoch())
                    .addKeyValue("sequence", target.sequence())
                    .addKeyValue("cause", why)
                    .log("what was announced does not serve here; it is tried again");
        }
    }

    /** Lets the newest version of a folder serve, because nothing was announced. */
    void serve(ModelDirectory directory) {
        engine.load(directory);
        servingSince = tools.clock().instant();
    }

    /** Lets serve what served here last, when it can be had. */
    void serveAgain(ModelState state) {
        try {
            AnnouncedVersion.serving(state, tools.bucket()).ifPresent(version -> serving.take(version, () -> true));
            servingSince = tools.clock().instant();
        } catch (Failure failure) {
            LOG.atWarn()
                    .addKeyValue("model", name)
                    .addKeyValue("cause", failure.getMessage())
                    .log("what served here last does not serve any more");
        }
    }

    /** Uses no files any more. */
    void release() {
        serving.release();
        challenger.release();
    }

    FollowedState state() {
        var runs = engine.runs().stream()
                .filter(served -> served.version().name().equals(name))
                .findFirst();
        var message = pursuit.message();
        return new FollowedState(
                name,
                condition(runs.isPresent(), !message.isEmpty()),
                Optional.of(message).filter(text -> !text.isEmpty()),
                runs,
                Optional.ofNullable(servingSince),
                challenger.present(),
                pursuit.target().filter(target -> !target.isNone()));
    }

    private Condition condition(boolean serves, boolean fails) {
        if (fails && servingFailed) {
            return Condition.FAILED;
        }
        return serves ? Condition.SERVING : Condition.LOADING;
    }

    private Optional<ModelVersion> named(Collection<ModelVersion> versions) {
        return versions.stream().filter(version -> version.name().equals(name)).findFirst();
    }
}
