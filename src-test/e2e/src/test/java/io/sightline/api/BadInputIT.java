package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and requests that are refused, each with a problem that names limit and value. */
@ExtendWith(ApiRuntime.class)
class BadInputIT {
    private static final String INFERENCE = "/v1/inference";
    private static final int LIMIT = 20 * 1024 * 1024;

    private final Api api;

    BadInputIT(Api api) {
        this.api = api;
    }

    @Test
    void refusesAnEmptyBody() {
        refused(api.post(INFERENCE, "image/jpeg", new byte[0]), 400, "EMPTY_BODY");
    }

    @Test
    void refusesWhatIsNotAPicture() {
        var text = "not a picture at all".repeat(10).getBytes(StandardCharsets.UTF_8);

        refused(api.post(INFERENCE, "image/jpeg", text), 422, "NOT_A_PICTURE");
    }

    @Test
    void refusesATruncatedPicture() {
        refused(api.post(INFERENCE, "image/jpeg", Pictures.truncated()), 422, "TRUNCATED_PICTURE");
    }

    @Test
    void refusesABodyThatStatesALengthOverTheLimit() {
        var answer = api.post(INFERENCE, "image/jpeg", new byte[21 * 1024 * 1024]);

        refused(answer, 413, "BODY_TOO_LARGE", "22020096", "20971520");
    }

    @Test
    void refusesABodyOfUnstatedLengthOverTheLimit() {
        var token = api.token("sightline-dev");
        var body = new byte[21 * 1024 * 1024];

        var answer = api.send(
                INFERENCE,
                request -> request.header("Authorization", "Bearer " + token)
                        .header("Content-Type", "image/jpeg")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

        refused(answer, 413, "BODY_TOO_LARGE", "has more than the limit of 20971520 bytes");
    }

    @Test
    void refusesAFormOverTheLimit() {
        refused(upload("one", new byte[21 * 1024 * 1024]), 413, "BODY_TOO_LARGE", "20971520", "22020");
        refused(upload("one", new byte[LIMIT + 1]), 413, "BODY_TOO_LARGE", "20971520", "20971");
    }

    @Test
    void readsAPictureOfExactlyTheLimitHoweverItIsSent() {
        var picture = Pictures.ofLength(LIMIT);

        accepted(api.post(INFERENCE, "image/jpeg", picture));
        accepted(upload("one", picture));
    }

    @Test
    void refusesAPictureThatClaimsTooManyPixels() {
        refused(
                api.post(INFERENCE, "image/jpeg", Pictures.claimingTooManyPixels()),
                422,
                "TOO_MANY_PIXELS",
                "30000",
                "50");
    }

    /** A decoder fills up what is missing with grey. */
    @Test
    void refusesAPictureWhoseDataEndBeforeItsEndMarker() {
        var picture = Pictures.endedEarly();

        refused(
                api.post(INFERENCE, "image/jpeg", picture),
                422,
                "TRUNCATED_PICTURE",
                "the JPEG ends after " + picture.length + " bytes",
                "send the whole file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/gif",
                "image/svg+xml",
                "text/html",
                "application/json",
                "x",
                "image/*",
                "*/*",
                "application/x-www-form-urlencoded",
                "application/x-java-serialized-object"
            })
    void refusesAnUnsupportedMediaType(String mediaType) {
        refused(api.post(INFERENCE, mediaType, Pictures.encoded("jpeg")), 415, "UNSUPPORTED_MEDIA_TYPE", mediaType);
    }

    @Test
    void refusesACompressedBody() {
        var token = api.token("sightline-dev");

        var answer = api.send(
                INFERENCE,
                request -> request.header("Authorization", "Bearer " + token)
                        .header("Content-Type", "image/jpeg")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(Pictures.encoded("jpeg"))));

        refused(answer, 415, "UNSUPPORTED_MEDIA_TYPE", "gzip", "as it is");
    }

    @Test
    void refusesAFormWithTwoFiles() {
        var answer =
                api.post(INFERENCE, "multipart/form-data; boundary=x", Forms.with("x", Pictures.encoded("jpeg"), 2));

        refused(answer, 400, "INVALID_PARAMETER", "2");
    }

    @Test
    void refusesABrokenForm() {
        var answer = api.post(INFERENCE, "multipart/form-data; boundary=x", "--y".getBytes(StandardCharsets.UTF_8));

        refused(answer, 400, "INVALID_PARAMETER");
    }

    @ParameterizedTest
    @CsvSource({
        "minConfidence=1.5, at most 1",
        "minConfidence=-0.1, at least 0",
        "minConfidence=NaN, finite",
        "minConfidence=high, number",
        "maxDetections=0, at least 1",
        "maxDetections=99999999999, at most 10000",
        "maxDetections=1.5, whole number",
        "image=original, annotated",
        "model=, at least 1",
        "model=a%00b, control",
        "minConfidenc=0.5, minConfidence",
        "minConfidence=0.5&minConfidence=0.6, 2 times"
    })
    void refusesAnInvalidParameterByNamingItsRule(String query, String rule) {
        var answer = api.post(INFERENCE + "?" + query, "image/jpeg", Pictures.encoded("jpeg"));

        refused(answer, 400, "INVALID_PARAMETER", rule);
    }

    @Test
    void answersAnUnknownModelWithItsName() {
        var answer = api.post(INFERENCE + "?model=nothing-like-it", "image/jpeg", Pictures.encoded("jpeg"));

        refused(answer, 404, "MODEL_UNKNOWN", "nothing-like-it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/v1/nothing", "/V1/models", "/webjars/x"})
    void answersAnUnknownPathWithAProblem(String path) {
        refused(api.get(path, "sightline-dev"), 404, "NOT_FOUND");
    }

    @Test
    void answersAnUnknownMethodWithTheAllowedOnes() {
        var token = api.token("sightline-dev");

        var answer = api.send(
                "/v1/models",
                request -> request.header("Authorization", "Bearer " + token).DELETE());

        refused(answer, 405, "METHOD_NOT_ALLOWED");
        assertThat(answer.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
    }

    @Test
    void refusesToAnswerInAnotherMediaType() {
        var token = api.token("sightline-dev");

        var answer = api.send(
                "/v1/models",
                request -> request.header("Authorization", "Bearer " + token)
                        .header("Accept", "text/html, application/xml;q=0.9"));

        refused(answer, 406, "NOT_ACCEPTABLE", "application/json");
    }

    @ParameterizedTest
    @CsvSource({"?image=annotated, application/json, image/jpeg", "'', image/jpeg, application/json"})
    void refusesToAnswerOtherwiseThanTheParameterImageSays(String query, String accept, String given) {
        var token = api.token("sightline-dev");
        var answer = api.send(
                INFERENCE + query,
                request -> request.header("Authorization", "Bearer " + token)
                        .header("Content-Type", "image/jpeg")
                        .header("Accept", accept)
                        .POST(BodyPublishers.ofByteArray(Pictures.encoded("jpeg"))));

        refused(answer, 406, "NOT_ACCEPTABLE", accept, "accept one of " + given);
    }

    @Test
    void readsAPictureHoweverItIsSent() {
        var picture = Pictures.encoded("jpeg");
        for (var mediaType : new String[] {"image/jpeg", "image/png", "application/octet-stream"}) {
            accepted(api.post(INFERENCE, mediaType, picture));
        }
        accepted(api.post(INFERENCE, "image/png", Pictures.encoded("png")));
        accepted(upload("one", picture));
    }

    @Test
    void answersTheAnnotatedPictureWhenAsked() {
        var answer = api.post(INFERENCE + "?image=annotated", "image/jpeg", Pictures.encoded("jpeg"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(answer.body()).startsWith(0xff, 0xd8);
    }

    private HttpResponse<byte[]> upload(String boundary, byte[] file) {
        return api.post(INFERENCE, "multipart/form-data; boundary=" + boundary, Forms.with(boundary, file, 1));
    }

    private static void accepted(HttpResponse<byte[]> answer) {
        var body = Api.json(answer);
        assertThat(answer.statusCode()).as(body.toString()).isEqualTo(200);
        assertThat(body.path("model").path("name").asText()).isEqualTo("text-detector");
        assertThat(body.path("image").path("width").asInt()).isEqualTo(320);
        assertThat(body.path("image").path("sha256").asText()).hasSize(64);
        assertThat(body.path("traceId").asText()).hasSize(32);
        assertThat(body.path("timings").path("inferMicros").asLong()).isPositive();
    }

    private static void refused(HttpResponse<byte[]> answer, int status, String code, String... words) {
        var problem = problem(answer);
        assertThat(answer.statusCode()).as(problem.toString()).isEqualTo(status);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("code").asText()).isEqualTo(code);
        for (var word : words) {
            assertThat(problem.path("detail").asText()).contains(word);
        }
    }

    private static JsonNode problem(HttpResponse<byte[]> answer) {
        assertThat(answer.headers().firstValue("Content-Type"))
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        var text = new String(answer.body(), StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("Exception", "java.", "io.sightline", "<html");
        return Api.json(answer);
    }
}
