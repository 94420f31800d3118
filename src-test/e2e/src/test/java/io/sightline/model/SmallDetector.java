package io.sightline.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A detector of dark spots, for tests in which the model must cost next to nothing: convolutions with seeded positive
 * weights blur the picture, a sigmoid turns what is dark into a probability. Signature and interpretation are those of
 * a text detector: {@code x} [1,3,side,side] to {@code map} [1,1,side,side].
 */
public final class SmallDetector {
    /** Side of its input in pixels, and of the pictures that suit it. */
    public static final int SIDE = 64;

    private static final long SEED = 4711;
    private static final int FLOAT = 1;
    private static final int INTS = 7;
    private static final int KERNEL = 3;
    private static final int EXTERNAL = 1;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<OnnxMessage> nodes = new ArrayList<>();
    private final List<OnnxMessage> weights = new ArrayList<>();
    private final int side;
    private float steepness = -8;
    private String end = "Sigmoid";
    /** Where the weights of the first layer are when they are not in the graph; empty: they are. */
    private String apart = "";

    private byte[] weightsApart = {};

    private SmallDetector(int side) {
        this.side = side;
    }

    /**
     * Writes version 1 of a model that takes about a millisecond of one core.
     *
     * @param folder the model's own folder, laid out as Triton does
     */
    public static Path in(Path folder) {
        return write(folder, new SmallDetector(SIDE).model(32, 3), SIDE);
    }

    /** A model that finds nothing but NaN, as one does whose training went astray. */
    public static Path notFinite(Path folder) {
        var model = new SmallDetector(SIDE);
        model.steepness = Float.NaN;
        return write(folder, model.model(1, 1), SIDE);
    }

    /**
     * A model whose export lost its last step: it gives logits, above 0 for what is dark and below for what is bright.
     */
    public static Path withoutSigmoid(Path folder) {
        var model = new SmallDetector(SIDE);
        model.end = "Identity";
        return write(folder, model.model(1, 1), SIDE);
    }

    /**
     * A model whose first layer has its weights in a file of their own, which is written as well.
     *
     * @param location of that file, as the graph names it: a path from the graph's folder
     */
    public static Path withWeightsIn(String location, Path folder) {
        var model = new SmallDetector(SIDE);
        model.apart = location;
        write(folder, model.model(8, 3), SIDE);
        try {
            Files.write(folder.resolve("1").resolve(location), model.weightsApart);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same graph without its middle: what is left of a run is decoding. */
    public static Path flat(Path folder, int side) {
        return write(folder, new SmallDetector(side).model(1, 1), side);
    }

    private static Path write(Path folder, byte[] model, int side) {
        try {
            var version = Files.createDirectories(folder.resolve("1"));
            Files.write(version.resolve("model.onnx"), model);
            Files.writeString(version.resolve("detector.yaml"), """
                    family: dbnet
                    input: { width: %1$d, height: %1$d, resize: stretch, decode: reduced }
                    labels: [spot]
                    """.formatted(side));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] model(int channels, int layers) {
        convolution("x", "first", 3, channels, 1);
        var last = "first";
        for (int layer = 2; layer < layers; layer++) {
            var next = "layer" + layer;
            convolution(last, next, channels, channels, 1);
            last = next;
        }
        convolution(last, "darkness", channels, 1, steepness);
        nodes.add(new OnnxMessage().text(1, "darkness").text(2, "map").text(4, end));
        var graph = new OnnxMessage();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, "small");
        weights.forEach(weight -> graph.message(5, weight));
        graph.message(11, tensor("x", 3)).message(12, tensor("map", 1));
        return new OnnxMessage()
                .number(1, 8)
                .message(7, graph)
                .message(8, new OnnxMessage().text(1, "").number(2, 13))
                .bytes();
    }

    /** Weights of each output channel are positive and sum up to {@code sum}: the scale of the picture stays. */
    private void convolution(String from, String to, int inputs, int outputs, float sum) {
        var size = inputs * KERNEL * KERNEL;
        var values = new float[outputs * size];
        for (int channel = 0; channel < outputs; channel++) {
            var kernel = random.doubles(size).toArray();
            var factor = sum / Arrays.stream(kernel).sum();
            for (int i = 0; i < size; i++) {
                values[channel * size + i] = (float) (kernel[i] * factor);
            }
        }
        var tensor = new OnnxMessage()
                .number(1, outputs)
                .number(1, inputs)
                .number(1, KERNEL)
                .number(1, KERNEL)
                .number(2, FLOAT)
                .text(8, to + ".weights");
        if (apart.isEmpty() || !weights.isEmpty()) {
            tensor.floats(9, values);
        } else {
            weightsApart = OnnxMessage.littleEndian(values);
            var location = new OnnxMessage().text(1, "location").text(2, apart);
            tensor.message(13, location).number(14, EXTERNAL);
        }
        weights.add(tensor);
        var pads = new OnnxMessage().text(1, "pads");
        for (int i = 0; i < 4; i++) {
            pads.number(8, 1);
        }
        nodes.add(new OnnxMessage()
                .text(1, from)
                .text(1, to + ".weights")
                .text(2, to)
                .text(4, "Conv")
                .message(5, pads.number(20, INTS)));
    }

    private OnnxMessage tensor(String name, int channels) {
        var shape = new OnnxMessage();
        for (var length : new long[] {1, channels, side, side}) {
            shape.message(1, new OnnxMessage().number(1, length));
        }
        var type =
                new OnnxMessage().message(1, new OnnxMessage().number(1, FLOAT).message(2, shape));
        return new OnnxMessage().text(1, name).message(2, type);
    }
}
