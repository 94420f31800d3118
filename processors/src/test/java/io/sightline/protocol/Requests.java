package io.sightline.protocol;

import io.sightline.detection.ModelSignature;
import io.sightline.detection.TensorSignature;
import io.sightline.detection.TensorType;
import io.sightline.inference.RequestTensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Requests of clients, and the model that they are for. */
final class Requests {
    static final int LIMIT = 1 << 20;
    static final ModelSignature SIGNATURE = signature(1L, 3L, -1L, -1L);

    private Requests() {}

    /** A model whose picture input {@code x} has this shape. */
    static ModelSignature signature(Long... shape) {
        return new ModelSignature(
                List.of(new TensorSignature("x", TensorType.FP32, List.of(shape))),
                List.of(new TensorSignature("map", TensorType.FP32, List.of(1L, 1L, -1L, -1L))));
    }

    /** Reads JSON, in which {@code '} stands for a quotation mark. */
    static InferRequest read(String json) {
        return new RequestReader(LIMIT).read(bytes(json), OptionalLong.empty(), SIGNATURE);
    }

    /** Reads JSON with bytes behind it. */
    static InferRequest read(String json, byte[]... tensors) {
        var header = bytes(json);
        return new RequestReader(LIMIT).read(joined(header, tensors), OptionalLong.of(header.length), SIGNATURE);
    }

    /** A request of one input with these members besides its name. */
    static InferRequest input(String members) {
        return read("{'inputs': [{'name': 'x', " + members + "}]}");
    }

    static RequestTensor only(InferRequest request) {
        return tensors(request).get(0);
    }

    static List<RequestTensor> tensors(InferRequest request) {
        return ((InferInputs.Tensors) request.inputs()).tensors();
    }

    static byte[] picture(InferRequest request) {
        return ((InferInputs.EncodedPicture) request.inputs()).bytes();
    }

    static byte[] floats(float... values) {
        var bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** An element of datatype BYTES: its length, then itself. */
    static byte[] element(byte[] content) {
        return EncodedElement.prefixed(content).array();
    }

    static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static byte[] joined(byte[] first, byte[]... others) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(first);
        Arrays.stream(others).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
