package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sightline.http.KeepAliveConnection;
import io.sightline.http.RawAnswer;
import io.sightline.http.RawConversation;
import io.sightline.http.RawRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that are given twice, of which a proxy may have judged by the other one, and headers beyond ASCII. */
@ExtendWith(ApiRuntime.class)
class HeadersIT {
    private final Api api;

    HeadersIT(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/frames?source=camera-1 | Content-Type | image/jpeg | text/html",
                "/v1/frames?source=camera-1 | Content-Type | text/html | image/jpeg",
                "/v1/frames?source=camera-1 | Content-Encoding | identity | gzip",
                "/v1/frames?source=camera-1 | Idempotency-Key | a | b",
                "/v1/frames?source=camera-1 | Captured-At | 2026-11-01T08:00:00Z | 2026-11-02T08:00:00Z",
                "/v1/frames | Source-Id | camera-1 | camera-2",
                "/v1/frames | source-id | camera-1 | camera-1",
                "/v2/models/text-detector/infer | Inference-Header-Content-Length | 0 | 10",
                "/v2/models/text-detector/infer | Content-Encoding | gzip | deflate",
            })
    void refusesAHeaderThatIsGivenTwice(String path, String name, String first, String second) throws IOException {
        var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + api.token("sightline-camera") + "\r\n");
        if (!name.equals("Content-Type")) {
            head.append("Content-Type: image/jpeg\r\n");
        }
        var picture = Pictures.encoded("jpeg");
        head.append(name).append(": ").append(first).append("\r\n");
        head.append(name).append(": ").append(second).append("\r\n");
        head.append("Content-Length: ").append(picture.length).append("\r\n\r\n");
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(picture);

        try (var connection = new KeepAliveConnection(api.address(), Duration.ofSeconds(30))) {
            var answer = connection.send(request.toByteArray());

            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.text()).containsIgnoringCase(name).contains("2 times");
        }
    }

    /** The same bytes as those of a Kafka header. */
    @Test
    void readsTheNameOfASourceAsUtf8InTheHeaderAsInTheQuery() throws IOException {
        var source = "\u0645\u06cc\u200c\u0631\u0648\u0645 \ud83d\udc68\u200d\ud83d\udd27";
        var byQuery = hand("?source=" + URLEncoder.encode(source, StandardCharsets.UTF_8), "X-Any", "x");
        var bytes = new String(source.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        var byHeader = hand("", "Source-Id", bytes);
        var latin = hand("", "Source-Id", "S\u00fcd");

        for (var answer : List.of(byQuery, byHeader)) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(202);
            assertThat(new JsonMapper().readTree(answer.body()).path("sourceId").asText())
                    .isEqualTo(source);
        }
        assertThat(latin.status()).as(latin.text()).isEqualTo(400);
        assertThat(latin.text()).contains("INVALID_PARAMETER", "The header Source-Id is no UTF-8");
    }

    private RawAnswer hand(String query, String name, String value) throws IOException {
        var request = RawRequest.of("POST", "/v1/frames" + query)
                .token(api.token("sightline-dev"))
                .header("Content-Type", "image/jpeg")
                .header("Connection", "close")
                .header(name, value)
                .body(Pictures.encoded("jpeg"));
        return RawConversation.of(api.address(), request.bytes(), Duration.ofSeconds(30))
                .get(0);
    }
}
