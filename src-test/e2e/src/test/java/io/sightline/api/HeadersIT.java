package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.http.KeepAliveConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that are given twice: a proxy may have judged by the other one. */
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
}
