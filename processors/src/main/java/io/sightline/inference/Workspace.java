package io.sightline.inference;

import io.sightline.detection.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/**
 * Native memory of one worker: inputs and outputs of a run. It grows to the largest that was needed and is then reused,
 * by one run at a time; freed by {@link #close()}.
 */
final class Workspace implements AutoCloseable {
    private final List<BytePointer> inputs = new ArrayList<>();
    private final List<BytePointer> outputs = new ArrayList<>();
    /**
     * Holds an input of 1600x1600 floats; one that is larger is made anew each time, which is little beside its run.
     */
    private static final long MOST_KEPT = 32L << 20;

    private volatile long bytes;

    /** Memory of one input with room for this shape; its content is that of the last run. */
    BytePointer input(int index, TensorType type, List<Long> shape) {
        return withRoom(inputs, index, length(type, shape));
    }

    /** Memory of one output. */
    BytePointer output(int index, TensorType type, List<Long> shape) {
        return withRoom(outputs, index, length(type, shape));
    }

    /** Gives back what one picture needed and hardly another one will: memory must not stay as large as the largest. */
    void trim() {
        trim(inputs);
        trim(outputs);
    }

    /** How much native memory it holds; may be read by any thread. */
    long bytes() {
        return bytes;
    }

    /** View of memory, little-endian as every platform that Sightline runs on. */
    static ByteBuffer view(BytePointer memory) {
        return memory.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        inputs.forEach(BytePointer::close);
        outputs.forEach(BytePointer::close);
        bytes = 0;
    }

    private BytePointer withRoom(List<BytePointer> memories, int index, long length) {
        while (memories.size() <= index) {
            memories.add(new BytePointer());
        }
        var memory = memories.get(index);
        if (memory.capacity() >= length) {
            return memory.limit(length);
        }
        bytes -= memory.capacity();
        memory.close();
        memories.set(index, new BytePointer());
        var grown = new BytePointer(length);
        memories.set(index, grown);
        bytes += length;
        return grown;
    }

    private void trim(List<BytePointer> memories) {
        memories.replaceAll(memory -> {
            if (memory.capacity() <= MOST_KEPT) {
                return memory;
            }
            bytes -= memory.capacity();
            memory.close();
            return new BytePointer();
        });
    }

    private static long length(TensorType type, List<Long> shape) {
        var length = (long) type.bytes();
        for (long dimension : shape) {
            length = Math.multiplyExact(length, dimension);
        }
        return Math.max(1, length);
    }
}
