package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.http.RawConversation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small requests that would cost a lot: nested JSON, numbers without end, forms of a thousand parts, slow bodies. */
@ExtendWith(ApiRuntime.class)
class BombsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String REDRIVE = "/v1/dead-letters/redrive";
    private static final String INFERENCE = "/v1/inference";
    private static final int SLOW_CLIENTS = 12;
    /** More than Tomcat has threads. */
    private static final int STRANGERS = 220;

    private final Api api;

    BombsIT(Api api) {
        this.api = api;
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                document("nested lists", "[".repeat(1_000_000)),
                document("nested objects", "{\"source\":".repeat(100_000)),
                document("closed nested lists", "{\"ids\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}"),
                document(
                        "nested tensor",
                        "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":"
                                + "[".repeat(100_000) + "1" + "]".repeat(100_000) + "}]}"),
                document("long number", "{\"perSecond\":" + "9".repeat(1_000_000) + "}"),
                document("large exponent", "{\"perSecond\":1e999999999}"),
                document("small exponent", "{\"perSecond\":1e-999999999}"),
                document("long name", "{\"" + "n".repeat(1_000_000) + "\":1}"),
                document("many names", names(100_000)),
                document("repeated name", "{\"dryRun\":true,\"dryRun\":false}"),
                document("long text", "{\"source\":\"" + "s".repeat(5_000_000) + "\"}"),
                document("many ids", "{\"ids\":[" + "\"x\",".repeat(500_000) + "\"x\"]}"),
                document(
                        "large shape",
                        "{\"inputs\":[{\"name\":\"x\",\"shape\":[2147483647,2147483647,2147483647],"
                                + "\"datatype\":\"FP32\",\"data\":[1]}]}"),
                document(
                        "negative shape",
                        "{\"inputs\":[{\"name\":\"x\",\"shape\":[-1,-1],\"datatype\":\"FP32\",\"data\":[]}]}"),
                document("many inputs", "{\"inputs\":[" + "{},".repeat(200_000) + "{}]}"),
                document(
                        "type in JSON",
                        "{\"@class\":\"javax.naming.InitialContext\",\"source\":[\"java.net.URL\",\"http://x\"]}"),
                document("other encoding", "\u0000{\u0000}"),
                document("two documents", "{}{\"dryRun\":false}"));
    }

    /** CVE-2025-52999 and its relatives: no document ends a thread by its depth, nor a core by its numbers. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("documents")
    void refusesADocumentThatIsABomb(String name, byte[] document) {
        for (var path : List.of(REDRIVE, OpenInference.INFER)) {
            var answer = api.post(path, "application/json", document);

            assertThat(answer.statusCode()).as(path + " " + Api.text(answer)).isIn(400, 422);
            assertThat(answer.body().length).as("%s does not come back", name).isLessThan(5_000);
            isNoFailureOfTheServer(answer);
        }
    }

    static Stream<Arguments> forms() {
        var picture = Pictures.encoded("jpeg");
        return Stream.of(
                form("many files", Forms.with("x", picture, 1_000)),
                form("many fields", repeated(20_000, number -> part("field" + number, "", "v")) + "--x--\r\n"),
                form("many headers", part("picture", "X: x\r\n".repeat(10_000), "v") + "--x--\r\n"),
                form("long header", part("picture", "X: " + "x".repeat(1_000_000) + "\r\n", "v") + "--x--\r\n"),
                form("long name", part("n".repeat(100_000), "", "v") + "--x--\r\n"),
                form(
                        "nested form",
                        part(
                                        "picture",
                                        "Content-Type: multipart/mixed; boundary=y\r\n",
                                        repeated(1_000, number -> "--y\r\n\r\nv\r\n") + "--y--")
                                + "--x--\r\n"),
                form("no end", "--x\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"p\"\r\n\r\n"),
                form("empty parts", "--x\r\n\r\n\r\n".repeat(20_000) + "--x--\r\n"),
                form("no parts", "--x--\r\n"),
                form("nothing but boundary", "--x".repeat(300_000)));
    }

    /** CVE-2023-24998, CVE-2025-48988, CVE-2025-48976. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("forms")
    void refusesAFormThatIsABomb(String name, byte[] form) {
        var answer = api.post(INFERENCE, "multipart/form-data; boundary=x", form);

        assertThat(answer.statusCode()).as(name + " " + Api.text(answer)).isIn(400, 413);
        isNoFailureOfTheServer(answer);
    }

    /** CVE-2014-0050. */
    @Test
    void refusesABoundaryWithoutEnd() {
        var boundary = "b".repeat(5_000);

        var answer = api.post(
                INFERENCE, "multipart/form-data; boundary=" + boundary, Forms.with(boundary, new byte[100_000], 1));

        assertThat(answer.statusCode()).isIn(400, 422);
        isNoFailureOfTheServer(answer);
    }

    @Test
    void saysThatAChunkedBodyIsBroken() throws IOException {
        for (var path : List.of(INFERENCE, OpenInference.INFER, REDRIVE)) {
            var type = path.equals(REDRIVE) ? "application/json" : "image/jpeg";
            var request =
                    "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nAuthorization: Bearer "
                            + api.token("sightline-dev") + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n";

            var answers = RawConversation.of(api.address(), request.getBytes(StandardCharsets.US_ASCII), PATIENCE);

            assertThat(answers).as(path).hasSize(1);
            assertThat(answers.get(0).status()).isEqualTo(400);
            assertThat(answers.get(0).text()).contains("body");
        }
    }

    /** Slowloris: a byte a second for ever. Nothing but a connection and a thread is held, and these not for long. */
    @Test
    void endsSlowBodiesWithoutHoldingAPermitForThem() throws Exception {
        // Given
        var slow = new ArrayList<SlowBody>();
        for (int number = 0; number < SLOW_CLIENTS; number++) {
            slow.add(new SlowBody(api, number % 2 == 0 ? INFERENCE : OpenInference.INFER));
        }
        try {
            // When
            var others = api.post(INFERENCE, "image/jpeg", Pictures.encoded("jpeg"));
            // Then
            assertThat(others.statusCode()).as(Api.text(others)).isEqualTo(200);
            for (var body : slow) {
                var answer = body.answer();
                assertThat(answer).startsWith("HTTP/1.1 408").contains("sightline.http.body-timeout");
            }
        } finally {
            for (var body : slow) {
                body.close();
            }
        }
    }

    /** Whoever needs no token to be refused must not keep a thread by that, be it refused by Tomcat itself. */
    @ParameterizedTest
    @ValueSource(strings = {INFERENCE, "/nothing", "/v1/%2F", "/v1/mlflow/webhook"})
    void letsGoOfStrangersWhoseBodiesNeverCome(String path) throws IOException {
        try (var strangers = new SilentStrangers(api.address(), STRANGERS, path)) {
            strangers.awaitTheirEnd();

            assertThat(api.get("/v1/models", "sightline-dev").statusCode()).isEqualTo(200);
        }
    }

    private static void isNoFailureOfTheServer(HttpResponse<byte[]> answer) {
        assertThat(Api.text(answer)).doesNotContain("Exception", "java.", "com.fasterxml", "org.apache", "<html");
    }

    private static Arguments document(String name, String text) {
        return Arguments.of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments form(String name, String text) {
        return form(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Arguments form(String name, byte[] bytes) {
        return Arguments.of(name, bytes);
    }

    private static String part(String name, String headers, String value) {
        return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"f\"\r\n" + headers + "\r\n"
                + value + "\r\n";
    }

    private static String names(int count) {
        return "{" + repeated(count, number -> "\"n" + number + "\":1,") + "\"n\":1}";
    }

    private static String repeated(int count, IntFunction<String> text) {
        var all = new StringBuilder();
        for (int number = 0; number < count; number++) {
            all.append(text.apply(number));
        }
        return all.toString();
    }
}
