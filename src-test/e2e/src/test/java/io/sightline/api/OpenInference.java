package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** The Open Inference Protocol of the running API as a client speaks it. */
record OpenInference(Api api) {
    static final String INFER = "/v2/models/text-detector/infer";
    static final String JSON_LENGTH = "Inference-Header-Content-Length";
    /** A tensor of 64x64 pixels. */
    static final byte[] TENSOR = ByteBuffer.allocate(4 * 3 * 64 * 64)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(0.5f)
            .array();

    /** An input of that size; {@code '} stands for a quotation mark. */
    static final String INPUT =
            "{'name': 'x', 'shape': [1, 3, 64, 64], 'datatype': 'FP32', 'parameters': {'binary_data_size': 49152}}";

    HttpResponse<byte[]> get(String path) {
        return api.get(path, "sightline-dev");
    }

    HttpResponse<byte[]> post(String path, UnaryOperator<HttpRequest.Builder> change) {
        var token = "Bearer " + api.token("sightline-dev");
        return api.send(path, request -> change.apply(request.header("Authorization", token)));
    }

    /** Sends JSON, in which {@code '} stands for a quotation mark. */
    HttpResponse<byte[]> infer(String json) {
        return post(INFER, request -> request.POST(BodyPublishers.ofByteArray(json(json))));
    }

    /** Sends JSON with bytes behind it. */
    HttpResponse<byte[]> infer(String json, byte[] tensor, UnaryOperator<HttpRequest.Builder> change) {
        var length = Integer.toString(json(json).length);
        return post(
                INFER,
                request -> change.apply(request.header(JSON_LENGTH, length)
                        .POST(BodyPublishers.ofByteArray(joined(json(json), tensor)))));
    }

    /** Sends a body without JSON. */
    HttpResponse<byte[]> inferBare(byte[] body, UnaryOperator<HttpRequest.Builder> change) {
        return post(
                INFER,
                request -> change.apply(request.header(JSON_LENGTH, "0").POST(BodyPublishers.ofByteArray(body))));
    }

    /** The JSON of an answer that succeeded, be there bytes behind it or not. */
    static JsonNode answer(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return Api.json(answer);
    }

    /** The sentence of a refusal, which has the protocol's form. */
    static String error(HttpResponse<byte[]> answer, int status) {
        var text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(answer.statusCode()).as(text).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        var json = Api.json(answer);
        assertThat(json.properties()).as(text).hasSize(1);
        assertThat(json.path("error").asText()).isNotEmpty();
        return json.path("error").asText();
    }

    static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    static byte[] gzip(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
