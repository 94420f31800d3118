package io.sightline.inference;

import io.sightline.detection.DetectorFamilies;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.picture.PictureDecoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the loaded models on pictures; shared by every caller in the process. */
public final class InferenceEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceEngine.class);

    private final Map<String, LoadedModel> models = new LinkedHashMap<>();
    private final String defaultModel;
    private final EngineSettings settings;
    private final PictureDecoder decoder;
    /** The permits: who holds a workspace may decode and run. The last used comes first, its memory is warm. */
    private final BlockingDeque<Workspace> workspaces = new LinkedBlockingDeque<>();

    private volatile boolean closed;

    /**
     * Loads and warms up every model.
     *
     * @param folders folder of each model by its name, as Triton lays it out: {@code <version>/model.onnx}
     * @param defaultModel name of the model that serves callers who name none
     * @throws PermanentFailure MODEL_UNKNOWN when a model does not load, with its path and the way out
     */
    public InferenceEngine(Map<String, Path> folders, String defaultModel, EngineSettings settings) {
        this.defaultModel = defaultModel;
        this.settings = settings;
        this.decoder = new PictureDecoder();
        for (int i = 0; i < settings.permits(); i++) {
            workspaces.add(new Workspace());
        }
        try {
            folders.forEach((name, folder) -> models.put(name, load(new ModelDirectory(name, folder))));
            model(DetectionOptions.NONE);
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    /**
     * Decodes the picture, runs the model, interprets its output.
     *
     * @throws io.sightline.failure.PermanentFailure MODEL_UNKNOWN, OUTPUT_NOT_FINITE, or what is wrong with the picture
     * @throws io.sightline.failure.TransientFailure MODEL_NOT_SERVING, or OVERLOADED when no permit came in time
     */
    public Inference detect(byte[] picture, DetectionOptions options) {
        var header = settings.limits().check(picture);
        var model = model(options);
        var workspace = take();
        try {
            return new DetectionRun(decoder, model, workspace).detect(picture, header, options);
        } finally {
            giveBack(workspace);
        }
    }

    /**
     * Does other work on pictures, such as drawing, within the same bound on processors and native memory as runs. Not
     * from within such work: a permit is not given twice to the same thread.
     *
     * @throws TransientFailure MODEL_NOT_SERVING, or OVERLOADED when no permit came in time
     */
    public <T> T withPermit(Supplier<T> work) {
        var workspace = take();
        try {
            return work.get();
        } finally {
            giveBack(workspace);
        }
    }

    /** The versions that are loaded now. */
    public List<ModelVersion> models() {
        return models.values().stream().map(LoadedModel::version).toList();
    }

    /** Waits for the runs that are under way, then frees all native memory. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        release();
    }

    private LoadedModel load(ModelDirectory directory) {
        var loaded = LoadedModel.load(directory, DetectorFamilies.standard(), settings.threads());
        LOG.atInfo()
                .addKeyValue("model", loaded.version().name())
                .addKeyValue("version", loaded.version().version())
                .addKeyValue("sha256", loaded.version().sha256())
                .addKeyValue("family", loaded.spec().family())
                .log("model loaded and warmed up");
        return loaded;
    }

    private LoadedModel model(DetectionOptions options) {
        var name = options.model().orElse(defaultModel);
        var model = models.get(name);
        if (model == null) {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNKNOWN,
                    "model " + name + " is not configured; configured are " + models.keySet());
        }
        var serving = model.version().version();
        options.version().filter(asked -> !asked.equals(serving)).ifPresent(asked -> {
            throw new PermanentFailure(
                    FailureCode.MODEL_UNKNOWN,
                    "model " + name + " has no version " + asked + " loaded; loaded is " + serving);
        });
        return model;
    }

    /** Waits for a permit. */
    Workspace take() {
        try {
            var workspace =
                    closed ? null : workspaces.pollFirst(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
            if (workspace != null) {
                return workspace;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closed) {
            throw new TransientFailure(FailureCode.MODEL_NOT_SERVING, "the engine is closed; the process ends");
        }
        throw new TransientFailure(
                FailureCode.OVERLOADED,
                "none of the " + settings.permits() + " permits came free within "
                        + settings.timeout().toMillis() + " ms; ask again later");
    }

    void giveBack(Workspace workspace) {
        workspaces.addFirst(workspace);
    }

    private void release() {
        for (int i = 0; i < settings.permits(); i++) {
            try {
                workspaces.takeLast().close();
            } catch (InterruptedException e) {
                // Native memory under a run that is still going must stay; the process is ending anyhow.
                Thread.currentThread().interrupt();
                return;
            }
        }
        models.values().forEach(LoadedModel::close);
    }
}
