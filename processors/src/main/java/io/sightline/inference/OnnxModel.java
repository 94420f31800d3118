package io.sightline.inference;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.sightline.detection.ModelSignature;
import io.sightline.detection.OutputTensor;
import io.sightline.detection.TensorSignature;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;

/** One session of ONNX Runtime, shared by every worker; native memory is freed by {@link #close()}. */
final class OnnxModel implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelSignature signature;

    private OnnxModel(OrtEnvironment environment, OrtSession session) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.signature = new ModelSignature(
                signatures(session.getInputInfo().values()),
                signatures(session.getOutputInfo().values()));
    }

    /** Opens a model file; external data is looked for beside it. */
    static OnnxModel open(Path file, int threads) throws OrtException {
        var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "sightline");
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return new OnnxModel(environment, environment.createSession(file.toString(), options));
        }
    }

    ModelSignature signature() {
        return signature;
    }

    /**
     * Runs the model on the workspace's input, into the workspace's outputs.
     *
     * @param inputShape of the picture input
     * @param outputShapes of every output, in the model's order
     * @return views of the workspace, valid until its next run
     */
    List<OutputTensor> run(Workspace workspace, List<Long> inputShape, List<List<Long>> outputShapes)
            throws OrtException {
        var outputs = workspace.outputs(outputShapes);
        var pinned = new HashMap<String, OnnxTensor>();
        try (var input = tensor(workspace.input(inputShape), inputShape)) {
            for (int i = 0; i < outputs.size(); i++) {
                var name = signature.outputs().get(i).name();
                pinned.put(name, tensor(outputs.get(i), outputShapes.get(i)));
            }
            session.run(Map.of(signature.inputs().get(0).name(), input), pinned).close();
        } finally {
            pinned.values().forEach(OnnxTensor::close);
        }
        return workspace.views(outputShapes);
    }

    private OnnxTensor tensor(FloatPointer memory, List<Long> shape) throws OrtException {
        var lengths = shape.stream().mapToLong(Long::longValue).toArray();
        return OnnxTensor.createTensor(environment, memory.asBuffer(), lengths);
    }

    private static List<TensorSignature> signatures(Collection<NodeInfo> nodes) {
        return nodes.stream().map(OnnxModel::signature).toList();
    }

    private static TensorSignature signature(NodeInfo node) {
        if (node.getInfo() instanceof TensorInfo tensor) {
            return new TensorSignature(
                    node.getName(),
                    tensor.type.toString().toLowerCase(Locale.ROOT),
                    Arrays.stream(tensor.getShape()).boxed().toList());
        }
        return new TensorSignature(node.getName(), "no tensor", List.of());
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session of ONNX Runtime does not close", e);
        }
    }
}
