package io.sightline.inference;

import io.sightline.detection.DetectorFamilies;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.picture.PictureDecoder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Runs the loaded models on pictures; shared by every caller in the process. */
public final class InferenceEngine implements AutoCloseable {
    private final ServedModels models = new ServedModels();
    private final String defaultModel;
    private final EngineSettings settings;
    private final PictureDecoder decoder;
    private final Permits permits;
    /** Of versions that serve nobody yet: one that hangs must hold nothing that others wait for. */
    private final Permits trials;

    private final Consumer<Inference> observer;
    private final LoadedVersions loaded = new LoadedVersions();

    /**
     * An engine without a model.
     *
     * @param defaultModel name of the model that serves callers who name none
     * @param observer is told of each detection of a model that serves, such as one that keeps times
     */
    public InferenceEngine(String defaultModel, EngineSettings settings, Consumer<Inference> observer) {
        this.observer = observer;
        this.defaultModel = defaultModel;
        this.settings = settings;
        this.decoder = new PictureDecoder();
        this.permits = new Permits(settings);
        this.trials = new Permits(settings.with(1, settings.timeout()));
    }

    /**
     * An engine that serves the newest version of every folder.
     *
     * @throws PermanentFailure MODEL_UNKNOWN when a model does not load, with its path and the way out
     */
    public InferenceEngine(List<ModelDirectory> directories, String defaultModel, EngineSettings settings) {
        this(defaultModel, settings, done -> {});
        expect(directories.stream().map(ModelDirectory::name).collect(Collectors.toSet()));
        try {
            directories.forEach(this::load);
            requireModel(Optional.empty(), Optional.empty());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Names the models that callers may ask for: one of them that does not serve is no unknown one. */
    public void expect(Set<String> names) {
        models.expect(names);
    }

    /** The same as {@link #prepare} and {@link #serve} for the newest version of a folder. */
    public ModelVersion load(ModelDirectory directory) {
        try (var prepared = prepare(directory.newest())) {
            serve(prepared);
            return prepared.description().version();
        }
    }

    /**
     * Loads a version and warms it up. It serves nobody yet, and is closed by the caller in any case.
     *
     * @throws PermanentFailure MODEL_UNKNOWN when it does not load, with its path and the way out, or MODEL_UNUSABLE
     *     when this process can never have the memory for its weights
     * @throws TransientFailure OVERLOADED when no memory is left to load it
     */
    public PreparedModel prepare(ModelFiles files) {
        return new PreparedModel(loaded.add(LoadedModel.load(files, DetectorFamilies.standard(), settings)));
    }

    /**
     * The version when its files are loaded already, as those that serve the model or challenge it: nothing is loaded a
     * second time for another number, alias or place. It is closed by the caller in any case.
     */
    public Optional<PreparedModel> loaded(ModelVersion version) {
        return models.loaded(version).map(PreparedModel::new);
    }

    /**
     * Lets a version serve; the one that served before is closed as soon as its last run is done, and no run fails for
     * it.
     *
     * @throws TransientFailure MODEL_NOT_SERVING when the engine closes
     */
    public void serve(PreparedModel prepared) {
        models.serve(prepared.description().version().name(), prepared.share());
    }

    /**
     * Lets a version run in the shadow of the one that serves: {@link #detectInShadow} asks it, and no other caller
     * can.
     *
     * @throws TransientFailure MODEL_NOT_SERVING when the engine closes
     */
    public void challenge(PreparedModel prepared) {
        models.challenge(prepared.description().version().name(), prepared.share());
    }

    /** Lets a model serve no longer; it is closed as soon as its last run is done, and so is its challenger. */
    public void unload(String name) {
        models.remove(name);
    }

    /** Ends the challenger of a model, if it has one. */
    public void unloadChallenger(String name) {
        models.removeChallenger(name);
    }

    /** As {@link #detect(byte[], DetectionOptions, Lane)} for a request. */
    public Inference detect(byte[] picture, DetectionOptions options) {
        return detect(picture, options, Lane.REQUESTS);
    }

    /**
     * Decodes the picture, runs the model, interprets its output.
     *
     * @throws io.sightline.failure.PermanentFailure MODEL_UNKNOWN, OUTPUT_NOT_FINITE for NaN or infinity,
     *     OUTPUT_OUT_OF_RANGE for a score that is none, or what is wrong with the picture
     * @throws io.sightline.failure.TransientFailure MODEL_NOT_SERVING when the model is configured and not loaded or
     *     the process ends, OVERLOADED when no permit came in time
     */
    public Inference detect(byte[] picture, DetectionOptions options, Lane lane) {
        var detection = detection(picture, options, () -> take(lane));
        var inference = models.use(
                options.model().orElse(defaultModel),
                options.version(),
                (model, runs) -> runs.count(() -> detection.apply(model)));
        observer.accept(inference);
        return inference;
    }

    /**
     * The same by the challenger of the model, when it has one, as soon as nobody else waits for a permit.
     *
     * @throws io.sightline.failure.Failure as {@link #detect(byte[], DetectionOptions, Lane)}, and always OVERLOADED
     *     where there is a single permit
     */
    public Optional<Inference> detectInShadow(byte[] picture, DetectionOptions options) {
        return models.useChallenger(
                options.model().orElse(defaultModel), detection(picture, options, permits::takeSpare));
    }

    /**
     * The same by a version that serves nobody yet; one at a time, beside what holds permits.
     *
     * @throws io.sightline.failure.Failure as {@link #detect(byte[], DetectionOptions, Lane)}
     */
    public Inference detect(byte[] picture, DetectionOptions options, PreparedModel prepared) {
        var handle = prepared.share();
        try {
            return detection(picture, options, () -> trials.take(Lane.PIPELINE)).apply(handle.model());
        } finally {
            handle.release();
        }
    }

    private Function<LoadedModel, Inference> detection(
            byte[] picture, DetectionOptions options, Supplier<Permit> turn) {
        var header = settings.limits().check(picture);
        return model -> {
            try (var permit = turn.get()) {
                return new DetectionRun(decoder, model.under(permit), permit.workspace())
                        .detect(picture, header, options);
            }
        };
    }

    /**
     * Runs a model on tensors that the caller made.
     *
     * @param outputs names of the outputs to be given; empty for all
     * @throws PermanentFailure MODEL_UNKNOWN, or INVALID_PARAMETER with what does not fit the model and its value
     * @throws TransientFailure MODEL_NOT_SERVING, or OVERLOADED when no permit came in time
     */
    public TensorAnswer infer(String name, Optional<String> version, List<RequestTensor> inputs, Set<String> outputs) {
        return models.use(name, version, (model, runs) -> {
            var run = new TensorRun(model, inputs, outputs);
            try (var permit = take(Lane.REQUESTS)) {
                return run.under(permit);
            }
        });
    }

    /**
     * What is known of a model that is loaded.
     *
     * @throws PermanentFailure MODEL_UNKNOWN
     */
    public ModelDescription description(String name, Optional<String> version) {
        return models.use(name, version, (model, runs) -> model.description());
    }

    /**
     * Refuses when a request for this model would be refused, so that its body need not be read.
     *
     * @param name empty for the default model
     * @throws PermanentFailure MODEL_UNKNOWN
     * @throws TransientFailure MODEL_NOT_SERVING
     */
    public void requireModel(Optional<String> name, Optional<String> version) {
        description(name.orElse(defaultModel), version);
    }

    /**
     * Does other work on pictures, such as drawing, within the same bound on processors and native memory as runs. Not
     * from within such work: a permit is not given twice to the same thread.
     *
     * @throws TransientFailure MODEL_NOT_SERVING, or OVERLOADED when no permit came in time
     */
    public <T> T withPermit(Supplier<T> work) {
        try (var permit = take(Lane.REQUESTS)) {
            return work.get();
        }
    }

    /**
     * Refuses when a request would be refused now, so that its body need not be read.
     *
     * @throws TransientFailure MODEL_NOT_SERVING or OVERLOADED
     */
    public void requireRoom() {
        permits.requireRoom(Lane.REQUESTS);
    }

    /** @throws TransientFailure MODEL_NOT_SERVING while a model that is configured does not serve */
    public void requireModels() {
        models.requireAll();
    }

    /** Names of the models that callers may ask for, whether they serve or not. */
    public Set<String> names() {
        return models.names();
    }

    /** The versions that serve now, by name. */
    public List<ModelVersion> models() {
        return models.versions();
    }

    /** The versions that run in the shadow of others now. */
    public List<ModelVersion> challengers() {
        return models.challengers();
    }

    /** How the versions that serve now fare, by name. */
    public List<ServedRuns> runs() {
        return models.runs();
    }

    /** How many versions have native memory: those that serve or challenge, are tried, or still end their runs. */
    public int versionsInMemory() {
        return loaded.number();
    }

    /** Native memory that waits for pictures and tensors, in bytes; that of the models themselves is not in it. */
    public long workspaceBytes() {
        return permits.bytes() + trials.bytes();
    }

    /** How many permits are in use now. */
    public int permitsInUse() {
        return permits.used();
    }

    /** How many requests were refused so far because no permit came free in time. */
    public long refusals() {
        return permits.refusals();
    }

    /** How many wait for a permit now. */
    public int waiting(Lane lane) {
        return permits.waiting(lane);
    }

    /** Waits for the runs that are under way, then frees all native memory. */
    @Override
    public void close() {
        permits.close();
        trials.close();
        models.close();
    }

    Permit take(Lane lane) {
        return permits.take(lane);
    }
}
