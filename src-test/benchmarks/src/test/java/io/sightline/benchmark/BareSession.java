package io.sightline.benchmark;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/** ONNX Runtime by itself, at its fastest: one session with the engine's options, buffers that are made once. */
final class BareSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    BareSession(Path model) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            session = environment.createSession(model.toString(), options);
        }
    }

    /**
     * A run of a text detector on a picture of noise, for one thread.
     *
     * @param side of the input, which is [1,3,side,side]
     */
    BareRun run(int side) throws OrtException {
        var input = noise(side);
        var tensor = OnnxTensor.createTensor(environment, input.asFloatBuffer(), new long[] {1, 3, side, side});
        var output = OnnxTensor.createTensor(environment, floats((long) side * side), new long[] {1, 1, side, side});
        var inputName = session.getInputNames().iterator().next();
        var outputName = session.getOutputNames().iterator().next();
        return new BareRun(session, Map.of(inputName, tensor), Map.of(outputName, output));
    }

    /** A tensor [1,3,side,side] as it goes over the wire. */
    static ByteBuffer noise(int side) {
        var buffer = ByteBuffer.allocateDirect(3 * side * side * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        var random = new SplittableRandom(5);
        while (buffer.hasRemaining()) {
            buffer.putFloat((float) random.nextDouble(-2, 2));
        }
        return buffer.flip().order(ByteOrder.LITTLE_ENDIAN);
    }

    private static FloatBuffer floats(long count) {
        return ByteBuffer.allocateDirect(Math.toIntExact(count * Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }

    /** One thread's tensors, and the run on them. */
    record BareRun(OrtSession session, Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs)
            implements AutoCloseable {
        void once() throws OrtException {
            session.run(inputs, outputs).close();
        }

        @Override
        public void close() {
            inputs.values().forEach(OnnxTensor::close);
            outputs.values().forEach(OnnxTensor::close);
        }
    }
}
