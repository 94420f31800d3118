package io.sightline.inference;

import io.sightline.detection.DetectorFamilies;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.failure.TransientFailure;
import io.sightline.picture.PictureDecoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the loaded models on pictures; shared by every caller in the process. */
public final class InferenceEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceEngine.class);

    private final Map<String, ModelHandle> serving = new ConcurrentSkipListMap<>();
    private final Set<String> configured;
    private final String defaultModel;
    private final EngineSettings settings;
    private final PictureDecoder decoder;
    private final Permits permits;
    private final Consumer<Inference> observer;

    private volatile boolean closed;

    /**
     * Loads and warms up every model.
     *
     * @param defaultModel name of the model that serves callers who name none
     * @throws PermanentFailure MODEL_UNKNOWN when a model does not load, with its path and the way out
     */
    public InferenceEngine(List<ModelDirectory> models, String defaultModel, EngineSettings settings) {
        this(models, defaultModel, settings, done -> {});
    }

    /** The same, with somebody who is told of each detection, such as one that keeps times. */
    public InferenceEngine(
            List<ModelDirectory> models, String defaultModel, EngineSettings settings, Consumer<Inference> observer) {
        this.observer = observer;
        this.configured = models.stream().map(ModelDirectory::name).collect(Collectors.toUnmodifiableSet());
        this.defaultModel = defaultModel;
        this.settings = settings;
        this.decoder = new PictureDecoder();
        this.permits = new Permits(settings);
        try {
            models.forEach(this::load);
            handle(defaultModel);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Loads the newest version of a model, warms it up and lets it serve; the version that served before is closed as
     * soon as its last run is done, and no run fails for it.
     *
     * @throws PermanentFailure MODEL_UNKNOWN when it does not load; what served before then goes on
     */
    public ModelVersion load(ModelDirectory directory) {
        var loaded = LoadedModel.load(directory, DetectorFamilies.standard(), settings);
        LOG.atInfo()
                .addKeyValue("model", loaded.version().name())
                .addKeyValue("version", loaded.version().version())
                .addKeyValue("sha256", loaded.version().sha256())
                .addKeyValue("family", loaded.spec().family())
                .log("model loaded and warmed up");
        if (!loaded.spec().namesClasses()) {
            LOG.warn(
                    "model {} says nothing of the names of its classes, detections are labelled by number; name them in"
                            + " labels.txt or in detector.yaml",
                    directory.name());
        }
        Optional.ofNullable(serving.put(directory.name(), new ModelHandle(loaded)))
                .ifPresent(ModelHandle::release);
        if (closed) {
            unload(directory.name());
            throw Permits.closed();
        }
        return loaded.version();
    }

    /** Lets a model serve no longer; it is closed as soon as its last run is done. */
    public void unload(String name) {
        Optional.ofNullable(serving.remove(name)).ifPresent(ModelHandle::release);
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
        var header = settings.limits().check(picture);
        var inference = use(options.model().orElse(defaultModel), options.version(), model -> {
            try (var permit = take(lane)) {
                return new DetectionRun(decoder, model.under(permit), permit.workspace())
                        .detect(picture, header, options);
            }
        });
        observer.accept(inference);
        return inference;
    }

    /**
     * Runs a model on tensors that the caller made.
     *
     * @param outputs names of the outputs to be given; empty for all
     * @throws PermanentFailure MODEL_UNKNOWN, or INVALID_PARAMETER with what does not fit the model and its value
     * @throws TransientFailure MODEL_NOT_SERVING, or OVERLOADED when no permit came in time
     */
    public TensorAnswer infer(String name, Optional<String> version, List<RequestTensor> inputs, Set<String> outputs) {
        return use(name, version, model -> {
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
        return use(name, version, LoadedModel::description);
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

    /**
     * Refuses while a model that is configured does not serve.
     *
     * @throws TransientFailure MODEL_NOT_SERVING
     */
    public void requireModels() {
        configured.forEach(this::handle);
    }

    /** The versions that serve now, by name. */
    public List<ModelVersion> models() {
        return serving.values().stream().map(handle -> handle.model().version()).toList();
    }

    /** Native memory that waits for pictures and tensors, in bytes; that of the models themselves is not in it. */
    public long workspaceBytes() {
        return permits.bytes();
    }

    /** How many permits are in use now. */
    public int permitsInUse() {
        return permits.used();
    }

    /** How many wait for a permit now. */
    public int waiting(Lane lane) {
        return permits.waiting(lane);
    }

    /** Waits for the runs that are under way, then frees all native memory. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        permits.close();
        List.copyOf(serving.keySet()).forEach(this::unload);
    }

    Permit take(Lane lane) {
        return permits.take(lane);
    }

    private <T> T use(String name, Optional<String> version, Function<LoadedModel, T> work) {
        var handle = acquire(name);
        try {
            version.ifPresent(asked -> requireVersion(handle.model().version(), asked));
            return work.apply(handle.model());
        } finally {
            handle.release();
        }
    }

    /** Between finding a handle and counting in, another version may have taken its place. */
    private ModelHandle acquire(String name) {
        var handle = handle(name);
        while (!handle.acquire()) {
            handle = handle(name);
        }
        return handle;
    }

    private ModelHandle handle(String name) {
        var handle = serving.get(name);
        if (closed) {
            throw Permits.closed();
        }
        if (handle == null && configured.contains(name)) {
            throw new TransientFailure(
                    FailureCode.MODEL_NOT_SERVING,
                    "model " + name + " is configured and does not serve yet",
                    null,
                    Dependency.MODEL);
        }
        if (handle == null) {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNKNOWN,
                    "model " + Quotation.of(name) + " is not configured; configured are " + serving.keySet());
        }
        return handle;
    }

    private static void requireVersion(ModelVersion version, String asked) {
        if (!version.isNamed(asked)) {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNKNOWN,
                    "model " + version.name() + " has no version " + Quotation.of(asked) + " loaded; loaded is "
                            + version.version()
                            + version.alias().map(alias -> " (" + alias + ")").orElse(""));
        }
    }
}
