package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes the edge beside the operations: headers, the contract itself, the docs page. */
@ExtendWith(ApiRuntime.class)
class EdgeIT {
    private final Api api;

    EdgeIT(Api api) {
        this.api = api;
    }

    /** CVE-2026-49098 and its relatives: none of these may steer a component, nor come back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CamelSqlQuery",
                "CamelSqlRetrieveGeneratedKeys",
                "CamelHttpResponseCode",
                "CamelHttpServletRequest",
                "CamelExceptionCaught",
                "Content-Disposition",
                "X-Anything"
            })
    void letsNoHeaderSteerAQueryOrComeBack(String header) {
        var token = api.token("sightline-dev");

        var answer = api.send(
                "/v1/detections?limit=1",
                request -> request.header("Authorization", "Bearer " + token).header(header, "select 1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Api.json(answer).has("detections")).isTrue();
        assertThat(answer.headers().map().keySet())
                .noneMatch(name -> name.equalsIgnoreCase(header))
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("camel"));
        assertThat(answer.headers().map().toString()).doesNotContain(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.OVERRIDE_TOPIC", "CamelSqlQuery", "CamelHttpResponseCode"})
    void letsNoQueryParameterSteer(String name) {
        var answer = api.get("/v1/detections?" + name + "=201", "sightline-dev");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).path("detail").asText()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka.OVERRIDE_TOPIC",
                "kafka.KEY",
                "kafka.PARTITION_KEY",
                "CamelKafkaTopic",
                "CamelMinioObjectName",
                "CamelMinioBucketName",
                "CamelMinioOperation",
                "CamelFileName"
            })
    void letsNoHeaderSteerWhereAFrameGoes(String header) throws Exception {
        var elsewhere = "elsewhere-" + System.nanoTime();

        keepsToItsPlace(
                elsewhere,
                request -> request.header("Content-Type", "image/jpeg")
                        .header(header, elsewhere)
                        .POST(BodyPublishers.ofByteArray(Pictures.encoded("jpeg"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CamelHttpResponseCode", "CamelMinioObjectName", "kafka.OVERRIDE_TOPIC", "source", "Source-Id"})
    void refusesAFormFieldBesideTheFileOfAFrame(String field) {
        var fields = "--x\r\nContent-Disposition: form-data; name=\"" + field + "\"\r\n\r\nelsewhere\r\n";
        var form = (fields + latin(Forms.with("x", Pictures.encoded("jpeg"), 1))).getBytes(StandardCharsets.ISO_8859_1);

        var answer = api.post("/v1/frames?source=edge-field", "multipart/form-data; boundary=x", form);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).path("detail").asText()).contains("the field " + field, "into the query");
    }

    @Test
    void letsNoFileNameSteerWhereAFrameGoes() throws Exception {
        var elsewhere = "elsewhere-" + System.nanoTime();
        var form = Forms.with("x", Pictures.encoded("jpeg"), 1, elsewhere);

        keepsToItsPlace(
                elsewhere,
                request -> request.header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(BodyPublishers.ofByteArray(form)));
        assertThat(Path.of(elsewhere)).doesNotExist();
    }

    @Test
    void refusesFormFieldsBesideThePictureOfAnInference() {
        var form = "--x\r\nContent-Disposition: form-data; name=\"CamelHttpResponseCode\"\r\n\r\n201\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nnothing-like-it\r\n";
        var picture = latin(Forms.with("x", Pictures.encoded("jpeg"), 1, "../../elsewhere.jpg"));

        var answer = api.post(
                "/v1/inference",
                "multipart/form-data; boundary=x",
                (form + picture).getBytes(StandardCharsets.ISO_8859_1));

        assertThat(answer.statusCode()).as(Api.json(answer).toString()).isEqualTo(400);
        assertThat(answer.headers().map().toString()).doesNotContain("elsewhere");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models;a=b",
                "/v1;x=1/models",
                "/v1/model%73",
                "/v1//models",
                "/v1/./../v1/../models",
                "/v1/frames/a%2Fb",
                "/v1/frames/%2e%2e/models",
                "/docs/%2e%2e/%2e%2e/application.yaml"
            })
    void letsNoPathTrickPassTheGuard(String path) {
        var answer = api.send(path, request -> request);

        assertThat(answer.statusCode()).isIn(400, 401, 404);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Api.json(answer).path("status").asInt()).isEqualTo(answer.statusCode());
    }

    /** A form that breaks off would be refused if anybody read it. */
    @ParameterizedTest
    @CsvSource({"/nothing, 415", "/docs/nothing, 415", "/v1/frames, 401", "/v2/health/live, 401"})
    void readsNoFormOfAStranger(String path, int status) {
        var form = BodyPublishers.ofString("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno end");

        var answer = api.send(
                path,
                request -> request.header("Content-Type", "multipart/form-data; boundary=x")
                        .POST(form));

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void readsNoFormForAPublicOperation() {
        var form = BodyPublishers.ofString("--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nno end");

        var answer = api.send(
                "/v2/health/live",
                request -> request.header("Content-Type", "multipart/form-data; boundary=x")
                        .method("GET", form));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void continuesTheTraceOfTheRequest() {
        var token = api.token("sightline-dev");

        var answer = api.send(
                "/v1/detections?limit=0",
                request -> request.header("Authorization", "Bearer " + token)
                        .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

        assertThat(Api.json(answer).path("traceId").asText()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void showsTheContractOnTheDocsPageWithoutAnyOtherHost() {
        var redirect = api.send("/docs", request -> request);
        var page = text("/docs/index.html");
        var start = text("/docs/swagger-initializer.js");

        assertThat(redirect.statusCode()).isIn(301, 302, 303, 307);
        assertThat(redirect.headers().firstValue("Location"))
                .hasValueSatisfying(location -> assertThat(location).isEqualTo("/docs/index.html"));
        assertThat(page).contains("swagger-ui").doesNotContain("http://", "https://", "src=\"//");
        assertThat(start).contains("../v1/openapi.yaml").doesNotContain("http");
        assertThat(text("/docs/swagger-ui-bundle.js")).isNotEmpty();
        assertThat(text("/v1/openapi.yaml")).startsWith("openapi: 3.");
    }

    @Test
    void leavesTheManagementPortApart() {
        for (var path : new String[] {"/actuator/health", "/actuator/prometheus", "/actuator", "/error/../actuator"}) {
            assertThat(api.send(path, request -> request).statusCode()).isIn(400, 404);
        }
    }

    /** Hands in a frame and finds its receipt and its record where they belong, and nothing elsewhere. */
    private void keepsToItsPlace(String elsewhere, UnaryOperator<HttpRequest.Builder> change) throws Exception {
        var source = "edge-" + System.nanoTime();
        var token = api.token("sightline-dev");
        var answer = api.send(
                "/v1/frames?source=" + source,
                request -> change.apply(request.header("Authorization", "Bearer " + token)));
        assertThat(answer.statusCode()).as(Api.json(answer).toString()).isEqualTo(202);
        var stored = new StoredFrames(api);
        var record = stored.claimOf(source);
        assertThat(record.topic()).isEqualTo(api.property("sightline.topics.claims"));
        assertThat(latin(record.value())).doesNotContain(elsewhere);
        assertThat(stored.topics()).doesNotContain(elsewhere);
        assertThat(stored.objects())
                .contains("receipts/" + Api.json(answer).path("frameId").asText())
                .noneMatch(key -> key.contains(elsewhere));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String text(String path) {
        var answer = api.send(path, request -> request);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
