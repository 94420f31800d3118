package io.sightline.inference;

import ai.onnxruntime.OrtException;
import io.sightline.detection.DetectorFamilies;
import io.sightline.detection.DetectorFamily;
import io.sightline.detection.DetectorSpec;
import io.sightline.detection.ModelSignature;
import io.sightline.detection.OutputTensor;
import io.sightline.detection.Placement;
import io.sightline.detection.SpecReader;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model version that is ready to run: its session, its spec and the family that interprets it.
 *
 * @param model session whose runs take one core each, for throughput
 * @param wide session whose runs spread over as many cores as there are permits, for the latency of a run that has them
 *     to itself
 */
record LoadedModel(
        ModelVersion version,
        OnnxModel model,
        Optional<OnnxModel> wide,
        DetectorFamily family,
        DetectorSpec spec,
        String specJson)
        implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedModel.class);
    private static final int WARM_UP_SIDE = 64;
    private static final int FEW_LINES = 4;

    /**
     * Loads a version and runs it once.
     *
     * @throws PermanentFailure MODEL_UNKNOWN with the path and the way out, or MODEL_UNUSABLE when this process can
     *     never have the memory for its weights
     * @throws TransientFailure OVERLOADED when no memory is left
     */
    static LoadedModel load(ModelFiles files, DetectorFamilies families, EngineSettings settings) {
        ProcessMemory.ofThisProcess().requireRoom(files, settings.sessions());
        var model = open(files, settings, Math.max(1, settings.threads()));
        Optional<OnnxModel> wide = Optional.empty();
        var isLoaded = false;
        try {
            var spec = spec(files, model, families);
            if (settings.sessions() > 1) {
                wide = Optional.of(open(files, settings, settings.threadsAlone()));
            }
            var loaded =
                    new LoadedModel(files.version(), model, wide, families.named(spec.family()), spec, spec.toJson());
            loaded.warmUp(files);
            loaded.wide.ifPresent(session -> loaded.on(session).warmUp(files));
            isLoaded = true;
            loaded.noteThatItIsLoaded();
            return loaded;
        } finally {
            // Errors count too, such as native memory that ran out.
            if (!isLoaded) {
                close(model, wide);
            }
        }
    }

    private static OnnxModel open(ModelFiles files, EngineSettings settings, int threads) {
        try {
            return OnnxModel.open(files.model(), settings.provider(), threads);
        } catch (OrtException | IllegalArgumentException e) {
            throw files.notLoaded(
                    files.model().toAbsolutePath() + " is no model that ONNX Runtime loads: " + firstLines(e)
                            + "; export it again",
                    e);
        } catch (LinkageError e) {
            if (NoExecution.isBehind(e)) {
                throw files.failure(NoExecution.advice(), null);
            }
            throw new IllegalStateException(
                    "the class path has no native ONNX Runtime for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + "; Sightline runs on Linux with x86-64 or arm64",
                    e);
        }
    }

    private static DetectorSpec spec(ModelFiles files, OnnxModel model, DetectorFamilies families) {
        var text = files.spec();
        try {
            return new SpecReader(families).read(text, files.labels(), model.metadata(), model.signature());
        } catch (IllegalArgumentException e) {
            var place = text.isPresent()
                    ? files.specFile().toString()
                    : files.model().toAbsolutePath() + " without a file " + files.specFile();
            throw files.failure(place + ": " + e.getMessage(), e);
        }
    }

    /** The first run of a session allocates; and a model whose outputs are not its family's is found here. */
    private void warmUp(ModelFiles files) {
        if (model.signature().picture().dimension(0) > 1) {
            throw files.failure(
                    files.model().toAbsolutePath() + " takes "
                            + model.signature().picture().dimension(0) + " pictures at once by its input "
                            + model.signature().picture()
                            + "; Sightline runs one at a time: open the fixed dimensions, as the README shows for CenterFace,"
                            + " or export the model with a batch of 1",
                    null);
        }
        var placement = spec.input().place(WARM_UP_SIDE, WARM_UP_SIDE);
        try (var workspace = new Workspace()) {
            input(workspace, placement).memory().zero();
            family.detections(outputs(workspace, placement), placement, spec);
        } catch (OrtException | RuntimeException e) {
            throw files.notLoaded(
                    files.model().toAbsolutePath() + " with " + model.signature() + " does not run as family "
                            + family.name() + ": " + firstLines(e) + suspicion(files),
                    e);
        }
    }

    /** A family that was written down may be the wrong one, and what is then said of tensors does not tell. */
    private String suspicion(ModelFiles files) {
        if (files.spec().isEmpty()) {
            return "";
        }
        var fitting = DetectorFamilies.standard().fitting(model.signature()).stream()
                .map(DetectorFamily::name)
                .toList();
        var isLikely = fitting.contains(family.name()) || fitting.isEmpty();
        return "; look at " + files.specFile() + ", whose family is " + family.name()
                + (isLikely ? "" : " where the model's inputs and outputs are those of " + fitting);
    }

    /** The model in the session that suits the permit. */
    LoadedModel under(Permit permit) {
        return permit.isAlone() ? wide.map(this::on).orElse(this) : this;
    }

    private LoadedModel on(OnnxModel session) {
        return new LoadedModel(version, session, Optional.empty(), family, spec, specJson);
    }

    private void noteThatItIsLoaded() {
        LOG.atInfo()
                .addKeyValue("model", version.name())
                .addKeyValue("version", version.version())
                .addKeyValue("sha256", version.sha256())
                .addKeyValue("family", spec.family())
                .log("model loaded and warmed up");
        if (!spec.namesClasses()) {
            LOG.warn(
                    "model {} says nothing of the names of its classes, detections are labelled by number; name them in"
                            + " labels.txt or in detector.yaml",
                    version.name());
        }
    }

    /** The same in memory under another name. */
    LoadedModel as(ModelVersion other) {
        return new LoadedModel(other, model, wide, family, spec, specJson);
    }

    ModelSignature signature() {
        return model.signature();
    }

    ModelDescription description() {
        return new ModelDescription(version, model.signature(), spec);
    }

    /** The input that takes the picture, in the workspace's memory. */
    NativeTensor input(Workspace workspace, Placement placement) {
        var picture = model.signature().picture();
        var shape = InputTensor.shape(spec.input(), placement);
        return new NativeTensor(picture.name(), picture.type(), shape, workspace.input(0, picture.type(), shape));
    }

    /**
     * Runs the model on the picture that the workspace holds.
     *
     * @throws PermanentFailure OUTPUT_NOT_FINITE, or UNEXPECTED_FAILURE when the graph cannot be computed
     * @throws TransientFailure OVERLOADED when no memory is left
     */
    List<OutputTensor> run(Workspace workspace, Placement placement) {
        try {
            var outputs = outputs(workspace, placement);
            outputs.forEach(this::requireFinite);
            return outputs;
        } catch (OrtException e) {
            throw failure(
                    FailureCode.UNEXPECTED_FAILURE, "an input of " + placement.width() + "x" + placement.height(), e);
        }
    }

    /**
     * Runs the model on inputs of a caller.
     *
     * @param outputs names of the outputs to be given
     * @throws PermanentFailure INVALID_PARAMETER for inputs that are of the declared shapes but that the graph cannot
     *     compute, such as sides that it halves more often than they can be
     * @throws TransientFailure OVERLOADED when no memory is left
     */
    List<OutputTensor> runUnpinned(List<NativeTensor> inputs, Set<String> outputs) {
        try {
            return model.run(inputs, List.of(), outputs);
        } catch (OrtException e) {
            var shapes =
                    inputs.stream().map(input -> input.name() + input.shape()).toList();
            throw failure(FailureCode.INVALID_PARAMETER, shapes.toString(), e);
        }
    }

    /** A machine short of memory says nothing about the input. */
    Failure failure(FailureCode code, String input, OrtException e) {
        return OnnxModel.isShortOfMemory(e)
                ? new TransientFailure(
                        FailureCode.OVERLOADED, "no memory is left to run " + version.name() + " on " + input, e)
                : failed(code, input, e);
    }

    private List<OutputTensor> outputs(Workspace workspace, Placement placement) throws OrtException {
        var inputs = new ArrayList<NativeTensor>();
        inputs.add(input(workspace, placement));
        for (var other : family.otherInputs(model.signature(), placement)) {
            inputs.add(OtherInput.of(other, model.signature(), workspace, inputs.size()));
        }
        var pinned = new ArrayList<NativeTensor>();
        var unpinned = new HashSet<String>();
        var shapes = family.outputShapes(model.signature(), placement);
        for (int i = 0; i < shapes.size(); i++) {
            var output = model.signature().outputs().get(i);
            var shape = shapes.get(i);
            if (shape.stream().anyMatch(length -> length < 0)) {
                unpinned.add(output.name());
            } else {
                pinned.add(new NativeTensor(
                        output.name(), output.type(), shape, workspace.output(i, output.type(), shape)));
            }
        }
        return model.run(inputs, pinned, unpinned);
    }

    private PermanentFailure failed(FailureCode code, String input, OrtException e) {
        return new PermanentFailure(
                code,
                "model " + version.name() + " version " + version.version() + " fails on " + input + ": "
                        + firstLines(e),
                e);
    }

    private void requireFinite(OutputTensor output) {
        if (!FiniteNumbers.allIn(output)) {
            throw new PermanentFailure(
                    FailureCode.OUTPUT_NOT_FINITE,
                    "the output " + output.name() + " of model " + version.name() + " version " + version.version()
                            + " holds NaN or infinity; check the model");
        }
    }

    /** ONNX Runtime puts the numbers of a shape that does not fit on lines of their own. */
    private static String firstLines(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .limit(FEW_LINES)
                .map(String::strip)
                .collect(Collectors.joining(" "));
    }

    @Override
    public void close() {
        close(model, wide);
    }

    private static void close(OnnxModel model, Optional<OnnxModel> wide) {
        try {
            model.close();
        } finally {
            wide.ifPresent(OnnxModel::close);
        }
    }
}
