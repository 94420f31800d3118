package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.contract.ContractOperation;
import io.sightline.contract.ContractParameter;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.protocol.ContentCoding;
import io.swagger.v3.oas.models.media.StringSchema;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {
    private static final int LIMIT = 1000;
    private static final byte[] BODY = new byte[600];

    private final Map<String, Object> attributes = new HashMap<>();

    static {
        Arrays.fill(BODY, (byte) 7);
    }

    @Test
    void readsABodyOfStatedLength() {
        assertThat(read(BODY, Map.of("Content-Length", "600"))).isEqualTo(BODY);
    }

    @Test
    void readsABodyOfUnstatedLength() {
        assertThat(read(BODY, Map.of())).isEqualTo(BODY);
    }

    @Test
    void inflatesACompressedBody() {
        for (var coding : ContentCoding.values()) {
            assertThat(read(coding.deflate(BODY), Map.of("Content-Encoding", coding.token())))
                    .isEqualTo(BODY);
        }
    }

    @Test
    void tellsHowMuchABodyTakesThatStatesItsLengthOtherwiseOrNotAtAll() {
        // Given
        var taken = new AtomicLong();
        attributes.put(ContractStrategy.BODY_ROOM, (LongConsumer) taken::set);
        for (var coding : ContentCoding.values()) {
            taken.set(0);
            // When
            read(coding.deflate(BODY), Map.of("Content-Encoding", coding.token()));
            // Then
            assertThat(taken).hasValue(600);
        }
        taken.set(0);
        read(BODY, Map.of());
        assertThat(taken).hasValue(600);
    }

    @Test
    void stopsInflatingWhereThereIsNoRoom() {
        // Given
        attributes.put(ContractStrategy.BODY_ROOM, (LongConsumer) bytes -> {
            if (bytes > 500) {
                throw new TransientFailure(FailureCode.OVERLOADED, "no room");
            }
        });
        var body = ContentCoding.GZIP.deflate(BODY);
        // When, then
        assertThatThrownBy(() -> read(body, Map.of("Content-Encoding", "gzip"))).hasMessage("no room");
    }

    @Test
    void refusesABodyThatBreaksOff() {
        assertThatThrownBy(() -> read(BODY, Map.of("Content-Length", "601")))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER))
                .hasMessageContaining("ends after 600 of 601 bytes");
    }

    @Test
    void refusesABodyThatInflatesBeyondTheLimit() {
        var bomb = ContentCoding.GZIP.deflate(new byte[LIMIT + 1]);

        assertThatThrownBy(() -> read(bomb, Map.of("Content-Encoding", "gzip")))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.BODY_TOO_LARGE));
    }

    /** A compressed body that was cut off looks broken, but that is not what is wrong with it. */
    @Test
    void saysWhyABodyWasCutOff() {
        attributes.put(
                ContractStrategy.BODY_FAILURE, new PermanentFailure(FailureCode.BODY_TOO_LARGE, "more than the limit"));
        var half = Arrays.copyOf(ContentCoding.GZIP.deflate(BODY), 20);

        for (var headers : Arrays.asList(
                Map.<String, String>of(), Map.of("Content-Encoding", "gzip"), Map.of("Content-Length", "600"))) {
            assertThatThrownBy(() -> read(half, headers)).hasMessage("more than the limit");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "{}", " { }\r\n"})
    void aBodyThatSaysNothingIsNone(String body) {
        RequestBody.requireNone(operation("version"), request(body.getBytes(StandardCharsets.UTF_8), Map.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'version':'1'} | version | was {'version':'1'}; say it in the query: ?version=",
                "{'version':'1'} | '' | was {'version':'1'}; send none.",
                "[] | version | was []; say it in the query",
            },
            quoteCharacter = '`')
    void refusesABodyWhereNoneIsRead(String body, String parameter, String words) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> RequestBody.requireNone(operation(parameter), request(bytes, Map.of())))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER))
                .hasMessageContaining(words);
    }

    @Test
    void ofALongBodyOnlyTheBeginningIsQuoted() {
        assertThatThrownBy(() -> RequestBody.requireNone(operation("version"), request(BODY, Map.of())))
                .hasMessageContaining("was \\u0007")
                .hasMessageContaining("...; say it in the query");
    }

    private static ContractOperation operation(String parameter) {
        var parameters = parameter.equals("''")
                ? List.<ContractParameter>of()
                : List.of(
                        new ContractParameter("name", "path", true, new StringSchema()),
                        new ContractParameter(parameter, "query", false, new StringSchema()));
        return new ContractOperation("pin", Set.of("any"), List.of(), List.of(), parameters);
    }

    /** Camel hands over the first file of a name, whatever else there is. */
    @ParameterizedTest
    @CsvSource({
        "picture picture, 'held 2'",
        "picture other, 'held 2'",
        "picture picture picture picture picture picture picture picture, 'held 8'",
        "'', 'held 0'",
        "other, 'The file of the form is named other; name it picture.'",
        "CamelHttpUri, 'is named CamelHttpUri'"
    })
    void refusesAFormThatIsNotThePictureAlone(String names, String words) {
        var parts = Arrays.stream(names.split(" "))
                .filter(name -> !name.isEmpty())
                .map(RequestBodyTest::part)
                .toList();
        var form = (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContentType" -> "multipart/form-data; boundary=x";
                    case "getParts" -> parts;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        var message = Exchanges.withBody(null).getMessage();

        assertThatThrownBy(() -> RequestBody.read(message, form, Set.of("picture"), LIMIT))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER))
                .hasMessageContaining(words);
    }

    private static Part part(String name) {
        return (Part) Proxy.newProxyInstance(
                RequestBodyTest.class.getClassLoader(),
                new Class<?>[] {Part.class},
                (proxy, method, arguments) -> method.getName().equals("getName") ? name : "file.jpg");
    }

    private byte[] read(byte[] body, Map<String, String> headers) {
        var message = Exchanges.withBody(null).getMessage();
        RequestBody.read(message, request(body, headers), Set.of(), LIMIT);
        return message.getBody(byte[].class);
    }

    private HttpServletRequest request(byte[] body, Map<String, String> headers) {
        var stream = new BodyStream(new ByteArrayInputStream(body));
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getInputStream" -> stream;
                    case "getContentType" -> "application/octet-stream";
                    case "getHeader" -> headers.get(arguments[0]);
                    case "getIntHeader" -> Integer.parseInt(headers.getOrDefault(arguments[0], "-1"));
                    case "getAttribute" -> attributes.get(arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static final class BodyStream extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        BodyStream(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
