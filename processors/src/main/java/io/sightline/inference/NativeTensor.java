package io.sightline.inference;

import io.sightline.detection.OutputTensor;
import io.sightline.detection.TensorType;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/** An input or output of a run in memory of a {@link Workspace}. */
record NativeTensor(String name, TensorType type, List<Long> shape, BytePointer memory) {
    /** The elements where they are. */
    OutputTensor view() {
        return new OutputTensor(name, type, shape, Workspace.view(memory));
    }
}
