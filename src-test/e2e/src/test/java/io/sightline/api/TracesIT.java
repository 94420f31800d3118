package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.http.RawConversation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal outside of /v2 says by which trace it can be asked after, whoever refuses. */
@ExtendWith(ApiRuntime.class)
class TracesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACE_HEADER = "traceparent: 00-" + TRACE + "-00f067aa0ba902b7-01\r\n";

    private final Api api;

    TracesIT(Api api) {
        this.api = api;
    }

    /** 400, 401, 404, 405, 413, 415, 501: of filters, of Spring and of Tomcat. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/models?x=y HTTP/1.1\r\n{token}",
                "GET /v1/models HTTP/1.1\r\n",
                "GET /nothing HTTP/1.1\r\n",
                "GET /v1/nothing HTTP/1.1\r\n{token}",
                "GET /v1//models HTTP/1.1\r\n{token}",
                "GET /v1/model%73 HTTP/1.1\r\n{token}",
                "GET /v1/models%zz HTTP/1.1\r\n{token}",
                "PUT /v1/models HTTP/1.1\r\n{token}",
                "TRACE /v1/models HTTP/1.1\r\n{token}",
                "POST /docs/index.html HTTP/1.1\r\n",
                "POST /v1/inference HTTP/1.1\r\nContent-Length: 30000000\r\n{token}",
                "POST /v1/inference HTTP/1.1\r\nContent-Length: 9\r\nContent-Encoding: gzip\r\n{token}",
                "POST /v1/inference HTTP/1.1\r\nContent-Length: 9\r\nContent-Type: x\r\n{token}",
                "POST /v1/inference HTTP/1.1\r\nContent-Length: 9\r\nContent-Type: multipart/form-data\r\n{token}",
                "POST /v1/inference HTTP/1.1\r\nContent-Length: x\r\n{token}",
                "POST /v1/inference HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n{token}",
            })
    void namesTheTraceOfTheRequest(String start) throws IOException {
        var answer = problem(start.replace("{token}", authorization()) + TRACE_HEADER);

        assertThat(answer).contains("\"traceId\":\"" + TRACE + "\"");
    }

    /** Those of which Tomcat reads no header. */
    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/models HTTP/9.9\r\n", "GET /v1/a<b HTTP/1.1\r\n", "G<T /v1/models HTTP/1.1\r\n"})
    void namesATraceEvenOfWhatIsNoRequest(String start) throws IOException {
        assertThat(problem(start)).containsPattern(Pattern.compile("\"traceId\":\"[0-9a-f]{32}\""));
    }

    private String problem(String start) throws IOException {
        var request = start + "Host: sightline\r\n\r\n" + "x".repeat(9);
        var answers = RawConversation.of(api.address(), request.getBytes(StandardCharsets.ISO_8859_1), PATIENCE);
        assertThat(answers).isNotEmpty();
        var answer = answers.get(0);
        assertThat(answer.status()).as(answer.text()).isBetween(400, 505);
        assertThat(answer.header("Content-Type")).hasValue("application/problem+json");
        return answer.text();
    }

    private String authorization() {
        return "Authorization: Bearer " + api.token("sightline-dev") + "\r\n";
    }
}
