package io.sightline.benchmark;

import io.sightline.http.RawRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One tensor [1,3,side,side] of floats, as the Open Inference Protocol carries it. */
final class TensorRequests {
    private static final String PATH = "/v2/models/text-detector/infer";

    private TensorRequests() {}

    /** In binary, and the answer too. */
    static byte[] binary(int side, String token) {
        var tensor = bytes(side);
        var json =
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3,%d,%d],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":%d}}],\"parameters\":{\"binary_data_output\":true}}"
                        .formatted(side, side, tensor.length)
                        .getBytes(StandardCharsets.UTF_8);
        var body = new ByteArrayOutputStream(json.length + tensor.length);
        body.writeBytes(json);
        body.writeBytes(tensor);
        return RawRequest.of("POST", PATH)
                .token(token)
                .header("Content-Type", "application/octet-stream")
                .header("Inference-Header-Content-Length", Integer.toString(json.length))
                .body(body.toByteArray())
                .bytes();
    }

    /** In base64, as the runtime of {@code peers/mlserver} wants it. */
    static byte[] base64(int side) {
        var json =
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"tensor_shape\":[1,3,%d,%d]},\"data\":[\"%s\"]}]}"
                        .formatted(side, side, Base64.getEncoder().encodeToString(bytes(side)));
        return RawRequest.of("POST", PATH)
                .header("Content-Type", "application/json")
                .body(json.getBytes(StandardCharsets.UTF_8))
                .bytes();
    }

    private static byte[] bytes(int side) {
        var tensor = BareSession.noise(side);
        var bytes = new byte[tensor.remaining()];
        tensor.get(bytes);
        return bytes;
    }
}
