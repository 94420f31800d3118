package io.sightline.inference;

import ai.onnxruntime.OrtException;
import io.sightline.detection.DetectorFamilies;
import io.sightline.detection.DetectorFamily;
import io.sightline.detection.DetectorSpec;
import io.sightline.detection.ModelSignature;
import io.sightline.detection.OutputTensor;
import io.sightline.detection.Placement;
import io.sightline.detection.SpecReader;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/** A model version that is ready to run: its session, its spec and the family that interprets it. */
record LoadedModel(ModelVersion version, OnnxModel model, DetectorFamily family, DetectorSpec spec, String specJson)
        implements AutoCloseable {
    private static final int WARM_UP_SIDE = 64;

    /**
     * Loads the newest version of a folder and runs it once.
     *
     * @throws PermanentFailure MODEL_UNKNOWN with the path and the way out
     */
    static LoadedModel load(ModelDirectory directory, DetectorFamilies families, int threads) {
        var artifact = directory.newest();
        var model = open(directory, artifact, threads);
        try {
            var spec = spec(directory, artifact, model.signature(), families);
            var version = new ModelVersion(
                    directory.name(), artifact.version(), Optional.empty(), Optional.empty(), artifact.sha256());
            var loaded = new LoadedModel(version, model, families.named(spec.family()), spec, spec.toJson());
            loaded.warmUp(directory, artifact);
            return loaded;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static OnnxModel open(ModelDirectory directory, ModelArtifact artifact, int threads) {
        try {
            return OnnxModel.open(artifact.model(), threads);
        } catch (OrtException | IllegalArgumentException e) {
            throw directory.failure(
                    artifact.model().toAbsolutePath() + " is no model that ONNX Runtime loads: " + firstLine(e)
                            + "; export it again",
                    e);
        } catch (LinkageError e) {
            throw new IllegalStateException(
                    "the class path has no native ONNX Runtime for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + "; Sightline runs on Linux with x86-64 or arm64",
                    e);
        }
    }

    private static DetectorSpec spec(
            ModelDirectory directory, ModelArtifact artifact, ModelSignature signature, DetectorFamilies families) {
        var reader = new SpecReader(families);
        var file = artifact.model().resolveSibling("detector.yaml").toAbsolutePath();
        try {
            var spec = artifact.spec().isPresent()
                    ? reader.read(artifact.spec().get(), signature)
                    : reader.infer(signature)
                            .orElseThrow(() -> directory.failure("no detector family fits the model's " + signature
                                    + "; write " + file + " with the line family: and one of " + families.names()));
            return artifact.labels().isEmpty() ? spec : spec.withLabels(artifact.labels());
        } catch (IllegalArgumentException e) {
            throw directory.failure(file + ": " + e.getMessage(), e);
        }
    }

    /** The first run of a session allocates; and a model whose outputs are not its family's is found here. */
    private void warmUp(ModelDirectory directory, ModelArtifact artifact) {
        var placement = spec.input().place(WARM_UP_SIDE, WARM_UP_SIDE);
        try (var workspace = new Workspace()) {
            workspace.input(InputTensor.shape(placement)).zero();
            model.run(workspace, InputTensor.shape(placement), family.outputShapes(placement));
        } catch (OrtException | RuntimeException e) {
            throw directory.failure(
                    artifact.model().toAbsolutePath() + " with " + model.signature() + " does not run as family "
                            + family.name() + ": " + firstLine(e),
                    e);
        }
    }

    /**
     * Runs the model on the input that the workspace holds.
     *
     * @throws PermanentFailure OUTPUT_NOT_FINITE
     */
    List<OutputTensor> run(Workspace workspace, Placement placement) {
        try {
            var outputs = model.run(workspace, InputTensor.shape(placement), family.outputShapes(placement));
            for (var output : outputs) {
                requireFinite(output.values());
            }
            return outputs;
        } catch (OrtException e) {
            throw new PermanentFailure(
                    FailureCode.UNEXPECTED_FAILURE,
                    "model " + version.name() + " version " + version.version() + " fails on an input of "
                            + placement.width() + "x" + placement.height() + ": " + firstLine(e),
                    e);
        }
    }

    private void requireFinite(FloatBuffer values) {
        // A product with 0 is 0 for every finite number and NaN for all others: one branch for the whole buffer.
        var sum = 0f;
        for (int i = 0; i < values.limit(); i++) {
            sum += values.get(i) * 0f;
        }
        if (sum != 0f) {
            throw new PermanentFailure(
                    FailureCode.OUTPUT_NOT_FINITE,
                    "the output of model " + version.name() + " version " + version.version()
                            + " holds NaN or infinity; check the model");
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        model.close();
    }
}
