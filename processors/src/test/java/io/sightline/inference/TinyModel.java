package io.sightline.inference;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes ONNX models of a few bytes, in protobuf's own encoding: the mean of the picture's channels, then one function
 * on it, has the signature of a text detector's probability map.
 */
public final class TinyModel {
    private static final int FLOAT = 1;
    private static final int LONG = 7;
    private static final int HALF = 10;
    private static final int INTS = 7;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private TinyModel() {}

    /**
     * A model of input {@code x} [1,3,side,side] and output {@code map} [1,1,side,side].
     *
     * @param function ONNX operator of one input, such as {@code Sigmoid} or {@code Log}
     * @param side fixed length of both sides, 0 leaves them open
     */
    public static byte[] map(String function, int side) {
        return model(graph(function, side, FLOAT), 13);
    }

    /** The same with half floats in and out. */
    public static byte[] halfMap(String function, int side) {
        return model(graph(function, side, HALF), 13);
    }

    /** A model that takes and gives as many pictures at once. */
    public static byte[] ofBatch(int pictures, int side) {
        var last = new TinyModel().text(1, "mean").text(2, "map").text(4, "Sigmoid");
        return model(
                new TinyModel()
                        .message(1, mean())
                        .message(1, last)
                        .text(2, "tiny")
                        .message(11, tensor("x", pictures, 3, side, FLOAT))
                        .message(12, tensor("map", pictures, 1, side, FLOAT)),
                13);
    }

    /** A map that takes more memory on its way than any machine can address. */
    public static byte[] hungryMap(int side) {
        var lengths = new TinyModel().number(1, 4).number(2, LONG).text(8, "lengths");
        for (var length : new long[] {1L << 40, 1, 1, 1}) {
            lengths.number(7, length);
        }
        var huge = new TinyModel()
                .text(1, "mean")
                .text(1, "lengths")
                .text(2, "huge")
                .text(4, "Expand");
        var last = new TinyModel()
                .text(1, "huge")
                .text(2, "map")
                .text(4, "ReduceMax")
                .message(5, new TinyModel().text(1, "axes").number(8, 0).number(20, INTS));
        return model(
                new TinyModel()
                        .message(1, mean())
                        .message(1, huge)
                        .message(1, last)
                        .text(2, "tiny")
                        .message(5, lengths)
                        .message(11, tensor("x", 3, side, FLOAT))
                        .message(12, tensor("map", 1, side, FLOAT)),
                13);
    }

    /** A model for a set of operators that a runtime may not have. */
    public static byte[] ofOperatorSet(int version) {
        return model(graph("Sigmoid", 0, FLOAT), version);
    }

    /** The model with a weight, one float, in a file beside it. */
    public static byte[] withExternalData(String file) {
        var location = new TinyModel().text(1, "location").text(2, file);
        var weight = new TinyModel()
                .number(1, 1)
                .number(2, FLOAT)
                .text(8, "weight")
                .message(13, location)
                .number(14, 1);
        var sum =
                new TinyModel().text(1, "mean").text(1, "weight").text(2, "sum").text(4, "Add");
        var last = new TinyModel().text(1, "sum").text(2, "map").text(4, "Sigmoid");
        return model(
                new TinyModel()
                        .message(1, mean())
                        .message(1, sum)
                        .message(1, last)
                        .text(2, "tiny")
                        .message(5, weight)
                        .message(11, tensor("x", 3, 0, FLOAT))
                        .message(12, tensor("map", 1, 0, FLOAT)),
                13);
    }

    private static TinyModel graph(String function, int side, int type) {
        var last = new TinyModel().text(1, "mean").text(2, "map").text(4, function);
        return new TinyModel()
                .message(1, mean())
                .message(1, last)
                .text(2, "tiny")
                .message(11, tensor("x", 3, side, type))
                .message(12, tensor("map", 1, side, type));
    }

    private static TinyModel mean() {
        return new TinyModel()
                .text(1, "x")
                .text(2, "mean")
                .text(4, "ReduceMean")
                .message(5, new TinyModel().text(1, "axes").number(8, 1).number(20, INTS));
    }

    private static byte[] model(TinyModel graph, int operatorSet) {
        return new TinyModel()
                .number(1, 8)
                .message(7, graph)
                .message(8, new TinyModel().text(1, "").number(2, operatorSet))
                .bytes
                .toByteArray();
    }

    private static TinyModel tensor(String name, int channels, int side, int element) {
        return tensor(name, 1, channels, side, element);
    }

    private static TinyModel tensor(String name, int pictures, int channels, int side, int element) {
        var shape = new TinyModel()
                .message(1, new TinyModel().number(1, pictures))
                .message(1, new TinyModel().number(1, channels))
                .message(1, side > 0 ? new TinyModel().number(1, side) : new TinyModel().text(2, "height"))
                .message(1, side > 0 ? new TinyModel().number(1, side) : new TinyModel().text(2, "width"));
        var type = new TinyModel().message(1, new TinyModel().number(1, element).message(2, shape));
        return new TinyModel().text(1, name).message(2, type);
    }

    private TinyModel number(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    private TinyModel text(int field, String value) {
        return block(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private TinyModel message(int field, TinyModel value) {
        return block(field, value.bytes.toByteArray());
    }

    private TinyModel block(int field, byte[] content) {
        varint(((long) field << 3) | 2);
        varint(content.length);
        bytes.writeBytes(content);
        return this;
    }

    private void varint(long value) {
        for (var rest = value; ; rest >>>= 7) {
            if (rest < 0x80) {
                bytes.write((int) rest);
                return;
            }
            bytes.write((int) ((rest & 0x7f) | 0x80));
        }
    }
}
