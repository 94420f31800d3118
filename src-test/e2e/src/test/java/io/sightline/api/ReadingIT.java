package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.http.KeepAliveConnection;
import io.sightline.http.RawRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request is read in one way or not at all: no part of it is dropped, replaced or guessed. */
@ExtendWith(ApiRuntime.class)
class ReadingIT {
    private static final String FORM = "multipart/form-data; boundary=x";
    private static final String REDRIVE = "/v1/dead-letters/redrive";

    private final Api api;

    ReadingIT(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/inference", "/v1/frames?source=reading-form"})
    void refusesFilesOfOneNameInAForm(String path) {
        for (int count : List.of(2, 8)) {
            var names = new String[count];
            Arrays.fill(names, "picture");

            var answer = api.post(path, FORM, form(names));

            refused(answer, 400, "A form must hold one file, held " + count);
        }
        refused(api.post(path, FORM, form("CamelHttpUri")), 400, "is named CamelHttpUri; name it picture");
        assertThat(api.post(path, FORM, form("picture")).statusCode()).isIn(200, 202);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/frames?source=%FF, The parameter source is no UTF-8",
        "/v1/frames?source=%ED%A0%80, The parameter source is no UTF-8",
        "/v1/inference?model=%C0%AF, The parameter model is no UTF-8",
        "/v2/models/%FF/infer, path"
    })
    void refusesTextThatIsNoUtf8(String path, String words) {
        var answer = api.post(path, "image/jpeg", Pictures.encoded("jpeg"));

        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(400);
        assertThat(Api.text(answer)).contains(words);
    }

    @Test
    void refusesJsonThatIsNoUtf8() {
        var latin = "{\"source\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        refused(api.post(REDRIVE, "application/json", latin), 400, "it is not UTF-8");
        for (var charset : List.of("utf-16", "iso-8859-1")) {
            var answer =
                    api.post(REDRIVE, "application/json; charset=" + charset, "{}".getBytes(StandardCharsets.UTF_8));

            refused(answer, 415, "JSON is read as UTF-8 alone");
        }
    }

    @Test
    void tellsNothingOfItsLibrariesWhenJsonCannotBeRead() {
        for (var json : List.of("[".repeat(2_000), "{", "{\"dryRun\":NaN}", "{\"perSecond\":+1}", "/**/{}")) {
            var answer = api.post(REDRIVE, "application/json", json.getBytes(StandardCharsets.UTF_8));

            refused(answer, 400, "The body is no JSON near byte ");
            assertThat(Api.text(answer)).doesNotContain("Stream", "Feature", "REDACTED", "`");
        }
    }

    static List<ContractCall> operations() {
        return ContractCall.all().stream()
                .filter(call -> !call.template().endsWith("/"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void servesNoPathWithASlashAtItsEnd(ContractCall call) throws IOException {
        try (var connection = new KeepAliveConnection(api.address(), Duration.ofSeconds(30))) {
            var request = RawRequest.of(call.method(), call.path() + "/").token(api.token("sightline-dev"));

            var answer = connection.send(request.bytes());

            assertThat(answer.status()).as(answer.text()).isEqualTo(404);
            assertThat(answer.text()).contains("ends with a slash; ask for ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/detections?limit=99999999999999999999 | limit must be at most 1000",
                "/v1/detections?limit=%EF%BC%95 | limit must be a whole number",
                "/v1/detections?minScore=0x1p-1 | minScore must be a number",
                "/v1/detections?minScore=0.5f | minScore must be a number"
            })
    void readsNumbersAsTheContractHasThem(String path, String words) {
        refused(api.get(path, "sightline-dev"), 400, words);
    }

    @Test
    void namesTheParametersOfASource() {
        var picture = Pictures.encoded("jpeg");

        refused(api.post("/v1/frames", "image/jpeg", picture), 400, "parameter source of the query, or by the header");
        refused(api.post("/v1/frames?source=a/../b", "image/jpeg", picture), 400, "source a/../b has a part");
    }

    private static byte[] form(String... names) {
        var body = new ByteArrayOutputStream();
        for (var name : names) {
            body.writeBytes(("--x\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"f.jpg\"\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(Pictures.encoded("jpeg"));
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        body.writeBytes("--x--\r\n".getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static void refused(HttpResponse<byte[]> answer, int status, String words) {
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(status);
        assertThat(Api.json(answer).path("detail").asText()).contains(words);
    }
}
