package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.http.RawRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Expect: 100-continue}: a client keeps its body back until it is asked for it. */
@ExtendWith(ApiRuntime.class)
class ExpectationIT {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Api api;

    ExpectationIT(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/inference | - | image/jpeg | 401",
                "/v1/inference | sightline-viewer | image/jpeg | 403",
                "/v1/inference | sightline-dev | text/html | 415",
                "/v1/inference?modle=text-detector | sightline-dev | image/jpeg | 400",
                "/v1/inference?model=nothing | sightline-dev | image/jpeg | 404",
                "/v1/inference?version=nothing | sightline-dev | image/jpeg | 404",
                "/v1/frames?source=camera-1 | - | image/jpeg | 401",
                "/v1/nothing | sightline-dev | image/jpeg | 404",
                "/v2/models/text-detector/infer | - | application/json | 401",
                "/v2/models/text-detector/infer | sightline-dev | text/html | 415",
                "/v2/models/nothing/infer | sightline-dev | application/json | 404",
                "/v2/models/text-detector/versions/nothing/infer | sightline-dev | application/json | 404",
                "/v2/models/text-detector | sightline-dev | application/json | 405",
            })
    void refusesWithoutAskingForTheBody(String path, String client, String type, int status) throws IOException {
        assertThat(answerTo(path, client, type, 1_000_000))
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("\r\nConnection: close\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/inference", "/v1/frames?source=camera-1", "/v2/models/text-detector/infer"})
    void refusesWhatIsTooLongWithoutAskingForIt(String path) throws IOException {
        assertThat(answerTo(path, "sightline-dev", "image/jpeg", 30_000_000)).startsWith("HTTP/1.1 413 ");
    }

    @ParameterizedTest
    @CsvSource({"/v1/inference, 200", "/v1/frames?source=camera-1, 202", "/v2/models/text-detector/infer, 200"})
    void asksForTheBodyOfWhatIsNotRefusedBefore(String path, int status) throws IOException {
        var picture = Pictures.encoded("jpeg");
        try (var socket = connect()) {
            socket.getOutputStream().write(head(path, "sightline-dev", "image/jpeg", picture.length));
            assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 100 ");
            socket.getOutputStream().write(picture);

            assertThat(answer(socket.getInputStream())).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    /** The first thing that is said to a request whose body does not come. */
    private String answerTo(String path, String client, String type, int length) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(head(path, client, type, length));
            return answer(socket.getInputStream());
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(api.address().getHost(), api.address().getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    private byte[] head(String path, String client, String type, int length) {
        var request = RawRequest.of("POST", path)
                .header("Expect", "100-continue")
                .header("Content-Type", type)
                .header("Content-Length", Integer.toString(length));
        return (client.equals("-") ? request : request.token(api.token(client))).bytes();
    }

    /** Status line and headers. */
    private static String answer(InputStream input) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            var next = input.read();
            if (next < 0) {
                throw new EOFException("the server closed the connection after: " + head);
            }
            head.append(new String(new byte[] {(byte) next}, StandardCharsets.ISO_8859_1));
        }
        return head.toString();
    }
}
