package io.sightline.protocol;

import io.sightline.detection.TensorType;
import java.util.List;

/**
 * Lengths of a tensor's dimensions as a request gives them.
 *
 * @param lengths each at least 1; empty for a single number
 * @param elements their product
 */
record TensorShape(List<Long> lengths, long elements) {
    /** Refuses a dimension below 1, and a product that no memory could hold. */
    static TensorShape of(String input, List<Long> lengths) {
        var elements = 1L;
        for (long length : lengths) {
            if (length < 1) {
                throw Refusal.of("The shape " + lengths + " of " + input + " holds a dimension of length " + length
                        + "; each must be at least 1.");
            }
            if (Math.multiplyHigh(elements, length) != 0 || elements * length < 0) {
                throw Refusal.of("The shape " + lengths + " of " + input + " has more elements than can be counted.");
            }
            elements *= length;
        }
        return new TensorShape(List.copyOf(lengths), elements);
    }

    /**
     * Length of the tensor in bytes, for a type whose elements are all of one length.
     *
     * @param limit most bytes that are accepted
     */
    int bytes(String input, TensorType type, long limit) {
        if (elements > limit / type.bytes()) {
            throw Refusal.of("The shape " + lengths + " of " + input + " with datatype " + type
                    + " takes more than the " + limit + " bytes that the tensors of the request have left.");
        }
        return (int) elements * type.bytes();
    }

    int rank() {
        return lengths.size();
    }
}
