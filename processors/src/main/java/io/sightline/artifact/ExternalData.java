package io.sightline.artifact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds the files that an ONNX model keeps its weights in: {@code external_data} of every tensor, wherever in the model
 * it is, by the field numbers of {@code onnx.proto}. Weights inside of the model are skipped, not read.
 */
public final class ExternalData {
    /** Models nest as deep as their control flow; each level takes some frames of this process's stack. */
    private static final int DEEPEST = 100;

    private static final int MOST = 10_000;
    private static final int LONGEST = 1_000;
    private static final String LOCATION = "location";

    private final ProtobufReader reader;
    private final SortedSet<String> locations = new TreeSet<>();

    private ExternalData(ProtobufReader reader) {
        this.reader = reader;
    }

    /** Messages of the format that may hold tensors. */
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        FUNCTION,
        TRAINING,
        SPARSE_TENSOR,
        TENSOR,
        NONE;

        Message in(int field) {
            return switch (this) {
                case MODEL -> field == 7 ? GRAPH : field == 20 ? TRAINING : field == 25 ? FUNCTION : NONE;
                case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : field == 15 ? SPARSE_TENSOR : NONE;
                case NODE -> field == 5 ? ATTRIBUTE : NONE;
                case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : NONE;
                case TRAINING -> field == 1 || field == 2 ? GRAPH : NONE;
                case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : NONE;
                case ATTRIBUTE ->
                    switch (field) {
                        case 5, 10 -> TENSOR;
                        case 6, 11 -> GRAPH;
                        case 22, 23 -> SPARSE_TENSOR;
                        default -> NONE;
                    };
                case TENSOR, NONE -> NONE;
            };
        }
    }

    /**
     * What the model says of where its weights are, by paths as it has them: they may lead anywhere.
     *
     * @throws IllegalArgumentException when the file is no ONNX model, or one of unusual depth
     */
    public static SortedSet<String> of(Path model) throws IOException {
        try (var reader = ProtobufReader.open(model)) {
            var found = new ExternalData(reader);
            found.message(Message.MODEL, reader.length(), 0);
            return Collections.unmodifiableSortedSet(found.locations);
        }
    }

    private void message(Message kind, long end, int depth) throws IOException {
        require(depth <= DEEPEST, "is nested more than " + DEEPEST + " deep");
        while (reader.position() < end) {
            var field = reader.field(end);
            var nested = field.isBlock() ? kind.in(field.number()) : Message.NONE;
            if (nested == Message.TENSOR) {
                tensor(field.end());
            } else if (nested != Message.NONE) {
                message(nested, field.end(), depth + 1);
            }
            reader.moveTo(field.end());
        }
    }

    private void tensor(long end) throws IOException {
        var places = new TreeSet<String>();
        var isExternal = false;
        while (reader.position() < end) {
            var field = reader.field(end);
            if (field.number() == 13 && field.isBlock()) {
                entry(field.end(), places);
            } else if (field.number() == 14) {
                isExternal = field.value() == 1;
            }
            reader.moveTo(field.end());
        }
        if (isExternal) {
            require(!places.isEmpty(), "has a tensor whose weights are in a file without a name");
            locations.addAll(places);
            require(locations.size() <= MOST, "has weights in more than " + MOST + " files");
        }
    }

    private void entry(long end, SortedSet<String> places) throws IOException {
        var key = "";
        var value = "";
        while (reader.position() < end) {
            var field = reader.field(end);
            if (field.isBlock() && field.number() == 1) {
                key = reader.text(field.end(), LONGEST);
            } else if (field.isBlock() && field.number() == 2) {
                value = reader.text(field.end(), LONGEST);
            }
            reader.moveTo(field.end());
        }
        if (key.equals(LOCATION)) {
            places.add(value);
        }
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException("the model " + what + "; export it again");
        }
    }
}
