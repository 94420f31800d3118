package io.sightline.api;

import static io.sightline.api.OpenInference.INFER;
import static io.sightline.api.OpenInference.INPUT;
import static io.sightline.api.OpenInference.JSON_LENGTH;
import static io.sightline.api.OpenInference.TENSOR;
import static io.sightline.api.OpenInference.error;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal under {@code /v2} is one sentence, whoever refuses. */
@ExtendWith(ApiRuntime.class)
class OpenInferenceErrorsIT {
    private static final int LIMIT = 20 * 1024 * 1024;

    private final Api api;
    private final OpenInference client;

    OpenInferenceErrorsIT(Api api) {
        this.api = api;
        this.client = new OpenInference(api);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2",
                "/v2/",
                "/v2/models",
                "/v2/models/text-detector",
                "/v2/models/text-detector/versions/1",
                "/v2/models/text-detector/ready",
                "/v2/models/text-detector/versions/1/ready",
                "/v2/health",
                "/v2/health/live/",
                "/v2/health/live/more",
                "/v2/health/../models",
                "/v2/health/live/..;/../models",
                "/v2/nothing",
                "/v2/openapi.yaml/"
            })
    void refusesWhatIsNoHealthWithoutAToken(String path) {
        var answer = api.send(path, request -> request);

        assertThat(error(answer, answer.statusCode())).isNotEmpty();
        assertThat(answer.statusCode()).isIn(400, 401);
    }

    @Test
    void asksForATokenByAChallenge() {
        var answer = api.send("/v2/models", request -> request);

        assertThat(error(answer, 401)).contains("no access token");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Bearer"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/health/live", "/v2/repository/index", INFER})
    void refusesToPostWithoutAToken(String path) {
        error(api.send(path, request -> request.POST(BodyPublishers.ofString("{}"))), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2", "/v2/models", "/v2/models/text-detector/versions/1/ready"})
    void namesTheMissingScope(String path) {
        var answer = api.get(path, "sightline-viewer");

        assertThat(error(answer, 403)).contains("inference:invoke");
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("scope=\"inference:invoke\""));
    }

    /** A body that a token of too little scope announces is not waited for. */
    @Test
    void refusesAForbiddenRequestBeforeItsBodyHasArrived() throws IOException {
        try (var connection = new Socket(api.address().getHost(), api.address().getPort())) {
            connection.setSoTimeout(15_000);
            var head = "POST " + INFER + " HTTP/1.1\r\nHost: sightline\r\nAuthorization: Bearer "
                    + api.token("sightline-viewer") + "\r\nContent-Length: " + LIMIT + "\r\n\r\nonly this";
            connection.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            var status = new BufferedReader(
                            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();

            assertThat(status).startsWith("HTTP/1.1 403");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/nothing, nothing at this path",
        "/v2/models/text-detector/nothing, nothing at this path",
        "/v2/models/other, other",
        "/v2/models/other/ready, other",
        "/v2/models/text-detector/versions/7, version 7",
        "/v2/models/text-detector/versions/challenger/ready, version challenger",
    })
    void namesWhatDoesNotExist(String path, String named) {
        assertThat(error(client.get(path), 404)).contains(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2F", "a%00b", "a%5Cb"})
    void saysWhereToLookWhenAPathCannotBeRead(String model) {
        assertThat(error(client.get("/v2/models/" + model), 400)).contains("look at its path");
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/models/stats, statistics",
        "/v2/models/text-detector/stats, statistics",
        "/v2/repository/models/text-detector/load, model_repository",
        "/v2/systemsharedmemory/status, shared_memory",
    })
    void namesTheExtensionThatTheServerDoesNotHave(String path, String extension) {
        assertThat(error(client.get(path), 404)).contains("no extension " + extension);
        assertThat(error(client.post(path, request -> request.POST(BodyPublishers.noBody())), 404))
                .contains("no extension " + extension);
    }

    @Test
    void namesAnUnknownModelOfAnInference() {
        var picture = BodyPublishers.ofByteArray(Pictures.encoded("jpeg"));

        assertThat(error(client.post("/v2/models/other/infer", request -> request.POST(picture)), 404))
                .contains("other");
        assertThat(error(
                        client.post("/v2/models/text-detector/versions/7/infer", request -> request.POST(picture)),
                        404))
                .contains("version 7");
    }

    @Test
    void namesTheAllowedMethods() {
        var answer = client.post("/v2/models", request -> request.DELETE());

        error(answer, 405);
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
    }

    /** These bytes only begin as a picture does: to find that out would take a decoder. */
    @Test
    void refusesAnOutputThatDetectionsDoNotHaveBeforeItLooksAtThePicture() {
        // Given
        var picture = "/9j/" + "A".repeat(40);
        // When
        var answer = client.infer("{'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'BYTES', 'data': ['" + picture
                + "']}], 'outputs': [{'name': 'boxs'}]}");
        // Then
        assertThat(error(answer, 400)).contains("no output boxs", "boxes");
    }

    @Test
    void refusesMediaTypesAndCodingsThatAreNotRead() {
        assertThat(error(client.inferBare(TENSOR, request -> request.header("Content-Type", "text/html")), 415))
                .contains("text/html");
        assertThat(error(client.inferBare(TENSOR, request -> request.header("Content-Encoding", "br")), 415))
                .contains("br");
        assertThat(error(client.inferBare(TENSOR, request -> request.header("Accept", "text/html")), 406))
                .contains("text/html");
    }

    @Test
    void refusesABodyOverTheLimitHoweverItIsSent() {
        var body = new byte[LIMIT + 1];

        assertThat(error(client.inferBare(body, request -> request), 413)).contains("20971521", "20971520");
        var chunked = client.post(
                INFER,
                request -> request.header(JSON_LENGTH, "0")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(error(chunked, 413)).contains("20971520");
    }

    /** Some kilobytes that would inflate to 200 megabytes. */
    @Test
    void refusesABodyThatInflatesOverTheLimit() {
        var bomb = OpenInference.gzip(new byte[200 << 20]);

        var answer = client.inferBare(bomb, request -> request.header("Content-Encoding", "gzip"));

        assertThat(error(answer, 413)).contains("inflates to more than the limit of 20971520");
    }

    @Test
    void refusesABodyThatIsNotCompressedAsItSays() {
        for (var coding : List.of("gzip", "deflate")) {
            var answer = client.inferBare(TENSOR, request -> request.header("Content-Encoding", coding));

            assertThat(error(answer, 400)).contains("cannot be read as " + coding);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | no body",
                "{ | cannot be read",
                "{'inputs': []} | no inputs",
                "{'inputs': [{'name': 'y', 'shape': [1], 'datatype': 'FP32', 'data': [1]}]} | y is not known",
                "{'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'FP32', 'data': [1]}]} | shape [1]",
                "{'inputs': [{'name': 'x', 'shape': [1, 1, 1, 1], 'datatype': 'FP32', 'data': [1]}]} | [1, 1, 1, 1]",
                "{'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'INT64', 'data': [1]}]} | INT64",
                "{'inputs': [{'name': 'x', 'shape': [-1], 'datatype': 'FP32', 'data': [1]}]} | length -1",
                "{'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'FP32', 'data': [NaN]}]} | NaN",
                "{'inputs': [{'name': 'x', 'shape': [1], 'datatype': 'BYTES', 'data': ['a text!']}]} | base64",
            })
    void namesWhatIsWrongWithARequestInJson(String json, String named) {
        assertThat(error(client.infer(json), 400)).contains(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'inputs': [#, #]} | input x is given more than once",
                "{'inputs': [#], 'outputs': [{'name': 'maps'}]} | maps",
                "{'inputs': [#], 'outputs': [{'name': 'm', 'parameters': {'classification': 1}}]} | classification",
                "{'inputs': [#], 'parameters': {'sequence_id': 1}} | sequence_id",
            })
    void namesWhatIsWrongWithARequestInBytes(String json, String named) {
        assertThat(error(client.infer(json.replace("#", INPUT), TENSOR, request -> request), 400))
                .contains(named);
    }

    /** The model leaves the sides open, but not every length can be halved and doubled again. */
    @Test
    void namesTheShapeThatTheGraphOfTheModelCannotCompute() {
        var answer = client.infer("{'inputs': [{'name': 'x', 'shape': [1, 3, 1, 5], 'datatype': 'FP32', 'data': ["
                + "0,".repeat(14) + "0]}]}");

        assertThat(error(answer, 400)).contains("text-detector", "x[1, 3, 1, 5]");
    }

    /** What a client's own tensor makes of the output is no fault of the server. */
    @Test
    void saysThatJsonCannotHoldTheOutputOfATensorOfNan() {
        var nan = TENSOR.clone();
        for (var i = 0; i < nan.length; i++) {
            nan[i] = (byte) 0xff;
        }

        assertThat(error(client.infer("{'inputs': [" + INPUT + "]}", nan, request -> request), 406))
                .contains("NaN", "binary_data");
    }

    @Test
    void namesAFileThatIsNoPictureOfAFormatThatIsRead() {
        var gif = BodyPublishers.ofByteArray(Pictures.encoded("gif"));

        var answer = client.post(INFER, request -> request.POST(gif));

        assertThat(error(answer, 415)).contains("a GIF", "send a JPEG, PNG or WebP");
    }

    @Test
    void namesWhatIsWrongWithTheLengthOfTheJson() {
        for (var length : List.of("49153", "-1", "1.5", "x", "99999999999999999999")) {
            var answer = client.post(
                    INFER, request -> request.header(JSON_LENGTH, length).POST(BodyPublishers.ofByteArray(TENSOR)));

            assertThat(error(answer, 400)).contains(JSON_LENGTH, length);
        }
    }

    @Test
    void namesAParameterOfTheQueryThatThereIsNot() {
        assertThat(error(client.get("/v2/models?redy=true"), 400)).contains("redy");
    }

    @Test
    void saysWhatIsWrongWithAPicture() {
        assertThat(error(client.inferBare(Pictures.truncated(), request -> request), 422))
                .contains("bytes");
        assertThat(error(client.inferBare(Pictures.claimingTooManyPixels(), request -> request), 422))
                .contains("30000");
    }
}
