package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.http.RawAnswer;
import io.sightline.http.RawConversation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Request smuggling: bytes that one server on the way takes for a body and another one for a request. Whatever is
 * ambiguous is one request, which is refused or ends the connection (CVE-2021-33037, CVE-2022-42252, CVE-2023-45648,
 * CVE-2023-46589).
 */
@ExtendWith(ApiRuntime.class)
class SmugglingIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Anybody is answered this. */
    private static final String SMUGGLED = "GET /v2/health/live HTTP/1.1\r\nHost: sightline\r\n\r\n";

    private final Api api;

    SmugglingIT(Api api) {
        this.api = api;
    }

    /** The body, if it is one, ends in front of the second request by one header and behind it by the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: {all}\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: {all}",
                "Content-Length: {all}\r\nTransfer-Encoding: Chunked",
                "Content-Length: {all}\r\nTransfer-Encoding:\tchunked",
                "Content-Length: {all}\r\nTransfer-Encoding: \u000bchunked",
                "Content-Length: {all}\r\nTransfer-Encoding : chunked",
                "Content-Length: {all}\r\n Transfer-Encoding: chunked",
                "Content-Length: {all}\r\nX: x\r\n\tTransfer-Encoding: chunked",
                "Content-Length: {all}\r\nTransfer-Encoding:\r\n chunked",
                "Content-Length: {all}\r\nX: x\nTransfer-Encoding: chunked",
                "Content-Length: {all}\r\nX: x\rTransfer-Encoding: chunked",
                "Content-Length: {all}\r\nX: x\u0000\r\nTransfer-Encoding: chunked",
                "Content-Length: {all}\r\nTransfer-Encoding: xchunked",
                "Content-Length: {all}\r\nTransfer-Encoding: chunked, identity",
                "Content-Length: {all}\r\nTransfer-Encoding: identity, chunked",
                "Content-Length: {all}\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked",
                "Content-Length: {all}\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Content-Length: {all}\r\nTransfer-Encoding: \"chunked\"",
                "Content-Length: {all}\r\nTransfer-Encoding: chunked;x=1",
                "Content-Length: 0\r\nContent-Length: {all}",
                "Content-Length: {all}\r\nContent-Length: 0",
                "Content-Length: {all}\r\nContent-Length: {all}",
                "Content-Length: 0, {all}",
                "Content-Length: {all}, {all}",
                "Content-Length: +{all}",
                "Content-Length: -{all}",
                "Content-Length: 0x{all}",
                "Content-Length: {all}.0",
                "Content-Length: 18446744073709551616",
                "Content-Length : {all}",
                "Content-Length: \u000b{all}",
                "Content\u0000-Length: {all}",
            })
    void takesNoBodyForASecondRequest(String framing) throws IOException {
        var body = "0\r\n\r\n" + SMUGGLED;
        var head = "GET /v2/health/live HTTP/1.1\r\nHost: sightline\r\n"
                + framing.replace("{all}", Integer.toString(body.length())) + "\r\n\r\n";

        var answers = answers(head + body);

        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).status()).isIn(200, 400, 501);
    }

    /** Chunks whose length or end one server may read otherwise than another. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0;x=\n\r\n\r\n",
                "0\n\n",
                "0\r\n\n",
                "0x0\r\n\r\n",
                "+0\r\n\r\n",
                "-0\r\n\r\n",
                " 0\r\n\r\n",
                "0 \u000b\r\n\r\n",
                "100000000\r\n\r\n",
                "10000000000000000\r\n\r\n",
                "fffffffffffffffff\r\n\r\n",
                "1\r\nx0\r\n\r\n",
                "1\r\nx\n0\n\n",
                "1\r\nxx\r\n0\r\n\r\n",
                "g\r\n\r\n",
                "\r\n\r\n",
            })
    void takesNoBrokenChunkForTheEndOfABody(String chunks) throws IOException {
        var head = "POST /v1/inference HTTP/1.1\r\nHost: sightline\r\nContent-Type: image/jpeg\r\n"
                + "Authorization: Bearer " + api.token("sightline-dev") + "\r\nTransfer-Encoding: chunked\r\n\r\n";

        var answers = answers(head + chunks + SMUGGLED);

        assertThat(answers).hasSize(1);
        isAProblem(answers.get(0), 400);
    }

    /** Trailers are no headers: nobody becomes somebody behind the body. */
    @Test
    void takesNoTrailerForAHeader() throws IOException {
        var answers = answers("POST /v1/inference HTTP/1.1\r\nHost: sightline\r\nTransfer-Encoding: chunked\r\n"
                + "Trailer: Authorization\r\n\r\n0\r\nAuthorization: Bearer " + api.token("sightline-dev")
                + "\r\n\r\n");

        assertThat(answers).hasSize(1);
        isAProblem(answers.get(0), 401);
    }

    /** Only what is a request by itself is one; that the test can see a second answer is shown here. */
    @Test
    void answersTwoRequestsByTwoAnswers() throws IOException {
        assertThat(answers(SMUGGLED + SMUGGLED)).hasSize(2).allMatch(answer -> answer.status() == 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/models HTTP/1.1\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a, b\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nX y: z\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\n: z\r\n\r\n",
                "GET  /v1/models HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/models\r\n\r\n",
                "GET /v1/models HTTP/1.1 x\r\nHost: a\r\n\r\n",
                "GET /v1/models HTTP/2.0\r\nHost: a\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "G\u0000T /v1/models HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://elsewhere/v1/models HTTP/1.1\r\nHost: sightline\r\n\r\n",
                "CONNECT elsewhere:80 HTTP/1.1\r\nHost: elsewhere:80\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
            })
    void answersARequestThatIsNoneWithAProblemThatSaysWhereToLook(String request) throws IOException {
        var answers = answers(request);

        assertThat(answers).hasSizeLessThanOrEqualTo(1);
        answers.forEach(answer -> {
            assertThat(answer.status()).as(answer.text()).isIn(400, 401, 404, 405, 417, 501, 505);
            isAProblem(answer, answer.status());
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {9_000, 70_000, 1_000_000})
    void refusesHeadersThatAreTooLong(int length) throws IOException {
        for (var head : List.of(
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(length) + "\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\n" + "x".repeat(length) + ": x\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\n" + "X: x\r\n".repeat(length / 6) + "\r\n",
                "GET /v1/models?" + "x".repeat(length) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/models HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + "x".repeat(length) + "\r\n\r\n")) {
            var answers = answers(head);

            assertThat(answers).hasSize(1);
            isAProblem(answers.get(0), 400);
        }
    }

    @Test
    void refusesMoreThanAHundredHeaders() throws IOException {
        var head = new StringBuilder("GET /v1/openapi.yaml HTTP/1.1\r\nHost: a\r\n");
        for (int number = 0; number < 110; number++) {
            head.append('h').append(number).append(": 1\r\n");
        }

        isAProblem(answers(head.append("\r\n").toString()).get(0), 400);
    }

    private List<RawAnswer> answers(String requests) throws IOException {
        return RawConversation.of(api.address(), requests.getBytes(StandardCharsets.ISO_8859_1), PATIENCE);
    }

    private static void isAProblem(RawAnswer answer, int status) {
        assertThat(answer.status()).as(answer.head() + answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.header("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.text()).contains("\"detail\":\"").doesNotContain("Exception", "java.", "org.apache", "<html");
    }
}
