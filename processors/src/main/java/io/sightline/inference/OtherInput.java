package io.sightline.inference;

import io.sightline.detection.ModelSignature;
import io.sightline.detection.NumberInput;

/** Writes inputs beside the picture. */
final class OtherInput {
    private OtherInput() {}

    /**
     * The input in the workspace's memory, with the element type that the model wants.
     *
     * @throws IllegalArgumentException when the model has no such input, or not of whole numbers or floats
     */
    static NativeTensor of(NumberInput input, ModelSignature signature, Workspace workspace, int index) {
        var wanted = signature.inputs().stream()
                .filter(known -> known.name().equals(input.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the model has no input " + input.name()));
        var memory = workspace.input(index, wanted.type(), input.shape());
        var bytes = Workspace.view(memory);
        for (var value : input.values()) {
            switch (wanted.type()) {
                case INT32 -> bytes.putInt(Math.toIntExact(value.longValue()));
                case INT64 -> bytes.putLong(value.longValue());
                case FP32 -> bytes.putFloat(value.floatValue());
                default ->
                    throw new IllegalArgumentException(
                            "input " + input.name() + " is " + wanted.type() + "; INT32, INT64 or FP32 was expected");
            }
        }
        return new NativeTensor(input.name(), wanted.type(), input.shape(), memory);
    }
}
