package io.sightline.lifecycle;

import io.sightline.detection.ModelSignature;
import io.sightline.detection.TensorSignature;
import io.sightline.detection.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares what a model is said to take with what it takes. */
final class InputRules {
    /** Names of NumPy by the types of the Open Inference Protocol. */
    private static final Map<TensorType, String> NUMPY = Map.ofEntries(
            Map.entry(TensorType.BOOL, "bool"),
            Map.entry(TensorType.UINT8, "uint8"),
            Map.entry(TensorType.UINT16, "uint16"),
            Map.entry(TensorType.UINT32, "uint32"),
            Map.entry(TensorType.UINT64, "uint64"),
            Map.entry(TensorType.INT8, "int8"),
            Map.entry(TensorType.INT16, "int16"),
            Map.entry(TensorType.INT32, "int32"),
            Map.entry(TensorType.INT64, "int64"),
            Map.entry(TensorType.FP16, "float16"),
            Map.entry(TensorType.FP32, "float32"),
            Map.entry(TensorType.FP64, "float64"));

    private InputRules() {}

    /**
     * The first difference, for people.
     *
     * @param declared empty where nothing is said
     */
    static Optional<Rejection> mismatch(List<DeclaredInput> declared, ModelSignature real) {
        if (declared.isEmpty()) {
            return Optional.empty();
        }
        if (declared.size() != real.inputs().size()) {
            return mismatch("has " + declared.size() + " inputs", real);
        }
        for (var said : declared) {
            var input = named(said, real);
            if (input.isEmpty()) {
                return mismatch("has an input " + said.name(), real);
            }
            if (!said.type().equals(NUMPY.get(input.get().type()))) {
                return mismatch(
                        "says " + said.type() + " for input " + input.get().name(), real);
            }
            if (!fits(said.shape(), input.get().shape())) {
                return mismatch(
                        "says " + said.shape() + " for input " + input.get().name(), real);
            }
        }
        return Optional.empty();
    }

    private static Optional<TensorSignature> named(DeclaredInput said, ModelSignature real) {
        if (said.name().isEmpty() && real.inputs().size() == 1) {
            return Optional.of(real.inputs().get(0));
        }
        return real.inputs().stream()
                .filter(input -> input.name().equals(said.name()))
                .findFirst();
    }

    /** A length that either of them leaves open fits any. */
    private static boolean fits(List<Long> said, List<Long> real) {
        if (said.size() != real.size()) {
            return false;
        }
        for (int i = 0; i < said.size(); i++) {
            if (said.get(i) >= 0 && real.get(i) >= 0 && !said.get(i).equals(real.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Rejection> mismatch(String what, ModelSignature real) {
        return Optional.of(new Rejection(
                RejectionReason.SIGNATURE_MISMATCH,
                "the signature that it was logged with " + what + ", and the model has " + real
                        + "; log it with the signature of this very model"));
    }
}
