package io.sightline.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.sightline.detection.ModelSignature;
import io.sightline.detection.OutputTensor;
import io.sightline.detection.TensorSignature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One session of ONNX Runtime, shared by every worker; native memory is freed by {@link #close()}. */
final class OnnxModel implements AutoCloseable {
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ModelSignature signature;
    private final Map<String, String> metadata;

    private OnnxModel(OrtEnvironment environment, OrtSession session) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.signature = new ModelSignature(
                OnnxTypes.signatures(session.getInputInfo().values()),
                OnnxTypes.signatures(session.getOutputInfo().values()));
        this.metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
    }

    /**
     * Opens a model file; external data is looked for beside it.
     *
     * @throws IllegalArgumentException when an input or output is no tensor of numbers
     */
    static OnnxModel open(Path file, Provider provider, int threads) throws OrtException {
        var environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "sightline");
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            // A plan per input size is no faster here, and keeps a third more memory when pictures differ in size.
            options.setMemoryPatternOptimization(false);
            provider.addTo(options);
            return of(environment, environment.createSession(file.toString(), options));
        }
    }

    private static OnnxModel of(OrtEnvironment environment, OrtSession session) throws OrtException {
        try {
            return new OnnxModel(environment, session);
        } catch (OrtException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /** Whether ONNX Runtime, or C++ itself, had no memory left when it threw this. */
    static boolean isShortOfMemory(Exception thrown) {
        var message = String.valueOf(thrown.getMessage());
        return message.contains("bad_alloc") || message.contains("Failed to allocate memory");
    }

    ModelSignature signature() {
        return signature;
    }

    /** What the exporter wrote into the model beside the graph. */
    Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Runs the model.
     *
     * @param pinned outputs whose shape is known; the run writes into their memory
     * @param unpinned names of outputs to be copied into memory of their own
     * @return all of these outputs, in the model's order
     */
    List<OutputTensor> run(List<NativeTensor> inputs, List<NativeTensor> pinned, Set<String> unpinned)
            throws OrtException {
        var given = new HashMap<String, OnnxTensor>();
        var places = new HashMap<String, OnnxTensor>();
        try {
            for (var input : inputs) {
                given.put(input.name(), tensor(input));
            }
            for (var output : pinned) {
                places.put(output.name(), tensor(output));
            }
            try (var result = session.run(given, unpinned, places)) {
                return outputs(pinned, result);
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
            places.values().forEach(OnnxTensor::close);
        }
    }

    private List<OutputTensor> outputs(List<NativeTensor> pinned, OrtSession.Result result) {
        var outputs = new ArrayList<OutputTensor>();
        for (var output : signature.outputs()) {
            var place = named(output.name(), pinned);
            if (place.isPresent()) {
                outputs.add(place.get().view());
            } else {
                result.get(output.name()).ifPresent(value -> outputs.add(copy(output, (OnnxTensor) value)));
            }
        }
        return outputs;
    }

    private static Optional<NativeTensor> named(String name, List<NativeTensor> tensors) {
        for (var tensor : tensors) {
            if (tensor.name().equals(name)) {
                return Optional.of(tensor);
            }
        }
        return Optional.empty();
    }

    private static OutputTensor copy(TensorSignature output, OnnxTensor value) {
        var shape = new ArrayList<Long>();
        for (var length : value.getInfo().getShape()) {
            shape.add(length);
        }
        return new OutputTensor(output.name(), output.type(), shape, value.getByteBuffer());
    }

    private OnnxTensor tensor(NativeTensor tensor) throws OrtException {
        var lengths = new long[tensor.shape().size()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = tensor.shape().get(i);
        }
        return OnnxTensor.createTensor(
                environment, Workspace.view(tensor.memory()), lengths, OnnxTypes.javaType(tensor.type()));
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
