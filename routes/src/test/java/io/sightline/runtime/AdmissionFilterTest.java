package io.sightline.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.camel.ContractStrategy;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class AdmissionFilterTest {
    private static final int LIMIT = 1000;

    private final AtomicBoolean isFull = new AtomicBoolean();
    private final AdmissionFilter filter = new AdmissionFilter(this::requireRoom, LIMIT);

    @ParameterizedTest
    @CsvSource({"/v1/inference", "/v2/models/m/infer", "/v2/models/m/versions/1/infer"})
    void refusesAnInferenceWithoutReadingItsBodyWhenTheEngineIsFull(String path) throws Exception {
        // Given
        isFull.set(true);
        var request = request("POST", path, 100);
        // When
        var response = pass(request, new MockFilterChain());
        // Then
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getHeader("Retry-After")).isEqualTo("1");
        assertThat(response.getContentAsString()).contains("the engine is full");
        assertThat(response.isCommitted()).isTrue();
        assertThat(request.getInputStream().available()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/frames", "GET, /v1/models", "GET, /v1/inference"})
    void letsOthersPassWhenTheEngineIsFull(String method, String path) throws Exception {
        isFull.set(true);
        assertThat(pass(request(method, path, 0), new MockFilterChain()).getStatus())
                .isEqualTo(200);
    }

    @Test
    void refusesABodyBeyondTheSumOfThoseInMemory() throws Exception {
        // Given
        var first = start(request("POST", "/v1/inference", 600));
        // When
        var refused = pass(request("POST", "/v1/inference", 401), new MockFilterChain());
        var fits = pass(request("POST", "/v1/inference", 400), new MockFilterChain());
        complete(first);
        var afterwards = pass(request("POST", "/v1/inference", 401), new MockFilterChain());
        // Then
        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getContentAsString())
                .contains("bodies of 600 bytes are in memory, with one of 401")
                .contains("sightline.http.max-bytes-in-flight=1000", "\"traceId\":\"");
        assertThat(fits.getStatus()).isEqualTo(200);
        assertThat(afterwards.getStatus()).isEqualTo(200);
    }

    /** Neither compression nor chunks make a small body a large one. */
    @ParameterizedTest
    @CsvSource({"Content-Encoding, gzip", "Content-Encoding, identity", "Transfer-Encoding, chunked"})
    void letsFourRequestsInThatStateNoLengthWhichCounts(String header, String value) throws Exception {
        for (var i = 0; i < 4; i++) {
            // Given
            var request = request("POST", "/v2/models/m/infer", 10);
            request.addHeader(header, value);
            // When
            start(request);
            room(request).accept(200);
            // Then
            assertThat(request.isAsyncStarted()).isTrue();
        }
    }

    @Test
    void refusesABodyThatGrowsBeyondTheRoomWhileItIsRead() throws Exception {
        // Given
        var first = start(request("POST", "/v1/inference", 600));
        var second = start(request("POST", "/v2/models/m/infer", 10));
        // When
        room(second).accept(400);
        // Then
        assertThatThrownBy(() -> room(second).accept(401))
                .isInstanceOf(TransientFailure.class)
                .hasMessageContaining("bodies of 600 bytes are in memory, with one of 401");
        complete(first);
        room(second).accept(1000);
        complete(second);
        assertThat(pass(request("POST", "/v1/inference", 999), new MockFilterChain())
                        .getStatus())
                .isEqualTo(200);
    }

    /** A client that is gone ends its request while its body is being read. */
    @Test
    void keepsNoRoomForARequestThatHasEnded() throws Exception {
        // Given
        var ended = start(request("POST", "/v1/inference", 10));
        complete(ended);
        // When
        room(ended).accept(600);
        start(request("POST", "/v1/inference", 1));
        // Then
        assertThat(pass(request("POST", "/v1/inference", 999), new MockFilterChain())
                        .getStatus())
                .isEqualTo(200);
    }

    @Test
    void letsABodyInThatIsAlone() throws Exception {
        assertThat(pass(request("POST", "/v1/frames", 5000), new MockFilterChain())
                        .getStatus())
                .isEqualTo(200);
    }

    @Test
    void forgetsABodyWhoseRequestFailed() throws Exception {
        // Given
        FilterChain broken = (request, response) -> {
            throw new ServletException("broken");
        };
        // When
        for (int i = 0; i < 10; i++) {
            try {
                pass(request("POST", "/v1/frames", 600), broken);
            } catch (ServletException expected) {
                assertThat(expected).hasMessage("broken");
            }
        }
        start(request("POST", "/v1/frames", 600));
        // Then
        assertThat(pass(request("POST", "/v1/frames", 400), new MockFilterChain())
                        .getStatus())
                .isEqualTo(200);
    }

    private void requireRoom() {
        if (isFull.get()) {
            throw new TransientFailure(FailureCode.OVERLOADED, "the engine is full");
        }
    }

    private static LongConsumer room(MockHttpServletRequest request) {
        return (LongConsumer) requireNonNull(request.getAttribute(ContractStrategy.BODY_ROOM), "room");
    }

    private MockHttpServletRequest start(MockHttpServletRequest request) throws ServletException, IOException {
        request.setAsyncSupported(true);
        pass(request, (passed, response) -> passed.startAsync());
        return request;
    }

    private static void complete(MockHttpServletRequest request) throws IOException {
        var context = (MockAsyncContext) requireNonNull(request.getAsyncContext(), "async");
        for (var listener : context.getListeners()) {
            listener.onComplete(new AsyncEvent(context));
        }
    }

    private MockHttpServletResponse pass(MockHttpServletRequest request, FilterChain chain)
            throws ServletException, IOException {
        var response = new MockHttpServletResponse();
        filter.doFilter(request, response, chain);
        return response;
    }

    private static MockHttpServletRequest request(String method, String path, int length) {
        var request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        request.setContent(new byte[length]);
        return request;
    }
}
