package io.sightline.inference;

import io.sightline.detection.OutputTensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Native memory of one worker: the input and the outputs of a run. It grows to the largest that was needed and is then
 * reused, by one run at a time; freed by {@link #close()}.
 */
final class Workspace implements AutoCloseable {
    private FloatPointer input = new FloatPointer();
    private final List<FloatPointer> outputs = new ArrayList<>();

    /** The input with room for this shape; its content is that of the last run. */
    FloatPointer input(List<Long> shape) {
        input = withRoom(input, elements(shape));
        return input;
    }

    /** One output per shape. */
    List<FloatPointer> outputs(List<List<Long>> shapes) {
        for (int i = 0; i < shapes.size(); i++) {
            if (i == outputs.size()) {
                outputs.add(new FloatPointer());
            }
            outputs.set(i, withRoom(outputs.get(i), elements(shapes.get(i))));
        }
        return List.copyOf(outputs.subList(0, shapes.size()));
    }

    /** The outputs as the last run left them. */
    List<OutputTensor> views(List<List<Long>> shapes) {
        var views = new ArrayList<OutputTensor>();
        for (int i = 0; i < shapes.size(); i++) {
            views.add(new OutputTensor(outputs.get(i).asBuffer(), shapes.get(i)));
        }
        return views;
    }

    @Override
    public void close() {
        input.close();
        outputs.forEach(FloatPointer::close);
    }

    private static FloatPointer withRoom(FloatPointer memory, long elements) {
        if (memory.capacity() >= elements) {
            return memory.limit(elements);
        }
        memory.close();
        return new FloatPointer(elements);
    }

    private static long elements(List<Long> shape) {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }
}
