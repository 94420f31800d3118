package io.sightline.api;

import static io.sightline.api.OpenInference.INFER;
import static io.sightline.api.OpenInference.INPUT;
import static io.sightline.api.OpenInference.JSON_LENGTH;
import static io.sightline.api.OpenInference.TENSOR;
import static io.sightline.api.OpenInference.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the routes behind rest-open-inference answer to clients that do nothing wrong. */
@ExtendWith(ApiRuntime.class)
class OpenInferenceIT {
    private final Api api;
    private final OpenInference client;

    OpenInferenceIT(Api api) {
        this.api = api;
        this.client = new OpenInference(api);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/health/live", "/v2/health/ready"})
    void reportsHealthWithoutAToken(String path) {
        var answer = api.send(path, request -> request);

        assertThat(answer(answer).path("live").asBoolean()).isTrue();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    /** As curl --data-binary does, with a type and without. */
    @ParameterizedTest
    @ValueSource(strings = {"image/jpeg", "application/x-www-form-urlencoded"})
    void findsObjectsOnABarePictureWithoutTheHeaderOfTheProtocol(String type) {
        var picture = BodyPublishers.ofByteArray(Pictures.encoded("jpeg"));

        var answer = client.post(
                INFER, request -> request.header("Content-Type", type).POST(picture));

        assertThat(answer(answer).path("outputs").get(0).path("name").asText()).isEqualTo("boxes");
    }

    @Test
    void describesTheServer() {
        var server = answer(client.get("/v2"));

        assertThat(server.path("name").asText()).isEqualTo("sightline");
        assertThat(server.path("version").asText()).isNotEmpty();
        assertThat(server.path("extensions").toString()).contains("binary_tensor_data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/versions/1", "/versions/champion"})
    void describesAModelByNameVersionAndAlias(String version) {
        var model = answer(client.get("/v2/models/text-detector" + version));

        assertThat(model.path("name").asText()).isEqualTo("text-detector");
        assertThat(model.path("versions").toString()).isEqualTo("[\"1\"]");
        assertThat(model.path("platform").asText()).isEqualTo("onnxruntime_onnx");
        assertThat(model.path("inputs").toString())
                .isEqualTo("[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,3,-1,-1]}]");
        assertThat(model.path("outputs").get(0).path("datatype").asText()).isEqualTo("FP32");
        var ready = answer(client.get("/v2/models/text-detector" + version + "/ready"));
        assertThat(ready.path("ready").asBoolean()).isTrue();
    }

    @Test
    void readsANameThatIsEncodedInThePath() {
        assertThat(answer(client.get("/v2/models/text%2Ddetector")).path("name").asText())
                .isEqualTo("text-detector");
    }

    @Test
    void listsModels() {
        var index = answer(client.post("/v2/repository/index", request -> request.POST(BodyPublishers.noBody())));

        assertThat(answer(client.get("/v2/models")).toString()).isEqualTo("{\"models\":[\"text-detector\"]}");
        assertThat(index.toString())
                .isEqualTo("[{\"name\":\"text-detector\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}]");
    }

    @Test
    void servesItsContractWithoutAToken() {
        var contract = api.send("/v2/openapi.yaml", request -> request);

        assertThat(new String(contract.body(), StandardCharsets.UTF_8))
                .startsWith("openapi: 3.")
                .contains("tokenUrl: " + api.property("sightline.keycloak.server-url") + "/realms/");
    }

    @Test
    void givesTheSameNumbersInJsonAndInBytes() {
        var data = "0.5," + "0,".repeat(TENSOR.length / 4 - 2) + "0";
        var json = answer(client.infer(
                "{'inputs': [{'name': 'x', 'shape': [1, 3, 64, 64], 'datatype': 'FP32', 'data': [" + data + "]}]}"));
        var name = json.path("outputs").get(0).path("name").asText();

        var binary = client.infer(
                "{'id': 'b', 'inputs': [" + INPUT + "], 'parameters': {'binary_data_output': true}}",
                TENSOR,
                request -> request);

        var length = Integer.parseInt(binary.headers().firstValue(JSON_LENGTH).orElseThrow());
        var output = answer(binary).path("outputs").get(0);
        assertThat(binary.headers().firstValue("Content-Length")).hasValue(Integer.toString(binary.body().length));
        assertThat(output.path("name").asText()).isEqualTo(name);
        assertThat(output.path("parameters").path("binary_data_size").asInt()).isEqualTo(binary.body().length - length);
        assertThat(answer(binary).path("id").asText()).isEqualTo("b");
        var bytes = ByteBuffer.wrap(binary.body(), length, binary.body().length - length)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        var numbers = json.path("outputs").get(0).path("data");
        assertThat(numbers).hasSize(64 * 64);
        for (var i = 0; i < numbers.size(); i++) {
            assertThat((float) numbers.get(i).asDouble()).isEqualTo(bytes.get(i));
        }
    }

    @Test
    void findsTheSameOnAPictureAsTheApiItselfHoweverItIsSent() throws IOException {
        var picture = Pictures.withText();
        var expected =
                Api.json(api.post("/v1/inference", "image/jpeg", picture)).path("detections");
        assertThat(expected).isNotEmpty();

        var form = "application/x-www-form-urlencoded";
        same(expected, answer(client.inferBare(picture, request -> request)));
        same(expected, answer(client.inferBare(picture, request -> request.header("Content-Type", "image/jpeg"))));
        same(expected, answer(client.inferBare(picture, request -> request.header("Content-Type", form))));
        var text = Base64.getEncoder().encodeToString(picture);
        same(
                expected,
                answer(client.infer(
                        "{'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'BYTES', 'data': ['" + text + "']}]}")));
    }

    @Test
    void answersOnlyTheOutputsThatAreAskedFor() {
        var text = Base64.getEncoder().encodeToString(Pictures.withText());

        var answer = answer(client.infer("{'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'BYTES', 'data': ['"
                + text + "']}], 'outputs': [{'name': 'labels'}], 'parameters': {'max_detections': 1}}"));

        assertThat(answer.path("outputs").toString())
                .isEqualTo("[{\"name\":\"labels\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"text\"]}]");
    }

    @Test
    void readsAndWritesCompressedBodies() throws IOException {
        var picture = Pictures.withText();
        var plain = answer(client.inferBare(picture, request -> request));

        var gzip = client.inferBare(
                OpenInference.gzip(picture),
                request -> request.header("Content-Encoding", "gzip").header("Accept-Encoding", "gzip"));
        var deflate = client.inferBare(picture, request -> request.header("Accept-Encoding", "deflate"));

        assertThat(gzip.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new JsonMapper().readTree(new GZIPInputStream(new ByteArrayInputStream(gzip.body()))))
                .isEqualTo(plain);
        assertThat(deflate.headers().firstValue("Content-Encoding")).hasValue("deflate");
        assertThat(new JsonMapper().readTree(new InflaterInputStream(new ByteArrayInputStream(deflate.body()))))
                .isEqualTo(plain);
    }

    private static void same(JsonNode expected, JsonNode answer) {
        var boxes = answer.path("outputs").get(0);
        var scores = answer.path("outputs").get(1).path("data");
        assertThat(boxes.path("name").asText()).isEqualTo("boxes");
        assertThat(boxes.path("shape").get(0).asInt()).isEqualTo(expected.size());
        for (var i = 0; i < expected.size(); i++) {
            assertThat(scores.get(i)).isEqualTo(expected.get(i).path("score"));
            assertThat(boxes.path("data").get(4 * i))
                    .isEqualTo(expected.get(i).path("box").path("x"));
            assertThat(boxes.path("data").get(4 * i + 3))
                    .isEqualTo(expected.get(i).path("box").path("height"));
        }
    }
}
