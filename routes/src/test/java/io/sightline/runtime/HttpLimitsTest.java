package io.sightline.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.camel.ContractStrategy;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.security.Caller;
import io.sightline.security.SourceRule;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class HttpLimitsTest {
    private static final List<String> READ = List.of("application/json");
    private static final String FORM = "multipart/form-data; boundary=x";

    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final MockFilterChain chain = new MockFilterChain();

    /** Nobody has asked for a token there, so that a stranger's form would be written to disk. */
    @ParameterizedTest
    @ValueSource(strings = {"/x", "/docs/index.html", "/error", "/v1x/inference", "/"})
    void refusesFormsOutsideOfTheApis(String path) throws Exception {
        new HttpLimits(1000, any -> List.of(), any -> {}).doFilter(request(path, FORM), response, chain);

        assertThat(chain.getRequest()).isNull();
        assertThat(response.getStatus()).isEqualTo(415);
        assertThat(response.getContentAsString()).contains("is not read here; send the content as it is.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/inference", "/v2/models/m/infer"})
    void passesBodiesOfTheApisOn(String path) throws Exception {
        assertThat(pass(path, "image/jpeg").getInputStream().readAllBytes()).hasSize(100);
    }

    /** Without it a Pipe would make an empty record of what was posted to it. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"/hook, -", "/hook, text/plain", "/a/b, image/jpeg"})
    void passesBodiesOnToRoutesOfIntegrators(String path, @Nullable String type) throws Exception {
        var passed = pass(path, type);

        assertThat(passed.getContentLengthLong()).isEqualTo(100);
        assertThat(passed.getInputStream().readAllBytes()).hasSize(100);
    }

    /** One that states no length, too. */
    @Test
    void tellsTheRouteOfAnIntegratorThatABodyIsTooLong() throws Exception {
        var request = request("/hook", "text/plain");
        new HttpLimits(10, any -> List.of(), any -> {})
                .doFilter(
                        new HttpServletRequestWrapper(request) {
                            @Override
                            public long getContentLengthLong() {
                                return -1;
                            }
                        },
                        response,
                        chain);

        var passed = requireNonNull(chain.getRequest());

        assertThatThrownBy(() -> passed.getInputStream().readAllBytes()).isInstanceOf(PermanentFailure.class);
    }

    /** What answers is found by the decoded path, so that the form of a refusal is too. */
    @Test
    void refusesInTheFormOfTheApiThatTheDecodedPathNames() throws Exception {
        // Given
        var request = request("/v2/models/m/infer", "image/jpeg");
        request.setRequestURI("/%76%32/models/m/infer");
        request.setContent(new byte[2000]);
        // When
        new HttpLimits(1000, any -> READ, any -> {}).doFilter(request, response, chain);
        // Then
        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(response.getContentType()).isEqualTo("application/json");
        assertThat(response.getContentAsString()).startsWith("{\"error\":");
    }

    /** For the audit log, which says who was refused what. */
    @ParameterizedTest
    @ValueSource(strings = {"Content-Encoding", "Content-Length"})
    void findsOutWhoIsRefused(String header) throws Exception {
        // Given
        var request = request("/v1/inference", "image/jpeg");
        request.addHeader(header, "br");
        request.setContent(new byte[header.equals("Content-Length") ? 2000 : 10]);
        var caller = new Caller("7c1f", "sightline-dev", Set.of(), Set.of(), SourceRule.NONE);
        // When
        new HttpLimits(1000, any -> READ, asked -> asked.setAttribute(ContractStrategy.CALLER, caller))
                .doFilter(request, response, chain);
        // Then
        assertThat(response.getStatus()).isIn(413, 415);
        assertThat(ContractStrategy.callerOf(request)).contains(caller);
    }

    @Test
    void asksAStrangerForATokenFirst() throws Exception {
        var request = request("/v1/inference", "image/jpeg");
        request.setContent(new byte[2000]);

        new HttpLimits(1000, any -> READ, asked -> {
                    throw new PermanentFailure(FailureCode.UNAUTHENTICATED, "no token");
                })
                .doFilter(request, response, chain);

        assertThat(response.getStatus()).isEqualTo(401);
    }

    /** Five megabytes of floats are more than twenty as JSON. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/v2/models/m/infer, application/json, -, true",
                "/v2/models/m/infer, -, -, true",
                "/v2/models/m/infer, application/octet-stream, 100, false",
                "/v2/models/m/infer, image/jpeg, -, false",
                "/v1/inference, application/json, -, false",
            })
    void saysHowATensorGetsShorter(String path, @Nullable String type, @Nullable String jsonLength, boolean says)
            throws Exception {
        // Given
        var request = request(path, type);
        request.setContent(new byte[2000]);
        if (jsonLength != null) {
            request.addHeader("Inference-Header-Content-Length", jsonLength);
        }
        // When
        new HttpLimits(1000, any -> READ, any -> {}).doFilter(request, response, chain);
        // Then
        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(response.getContentAsString()
                        .contains("send it as binary data (binary_data_size), or as an encoded picture"))
                .isEqualTo(says);
    }

    @Test
    void saysHowATensorGetsShorterWhenItsLengthWasNotStated() throws Exception {
        // Given
        var request = request("/v2/models/m/infer", "application/json");
        // When
        new HttpLimits(10, any -> READ, any -> {})
                .doFilter(
                        new HttpServletRequestWrapper(request) {
                            @Override
                            public long getContentLengthLong() {
                                return -1;
                            }
                        },
                        response,
                        chain);
        requireNonNull(chain.getRequest()).getInputStream().readAllBytes();
        // Then
        assertThat(request.getAttribute(ContractStrategy.BODY_FAILURE))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure).hasMessageContainingAll("more than", "binary_data_size"));
    }

    /** What curl says of a body when nobody tells it otherwise. */
    @Test
    void saysWhichTypeTheOperationReadsToWhoSendsAFormOfFields() throws Exception {
        // When
        new HttpLimits(1000, any -> READ, any -> {})
                .doFilter(request("/v1/dead-letters/redrive", "application/x-www-form-urlencoded"), response, chain);
        // Then
        assertThat(response.getStatus()).isEqualTo(415);
        assertThat(response.getContentAsString())
                .contains("application/x-www-form-urlencoded is not read here; send Content-Type: application/json.")
                .doesNotContain("picture");
    }

    @Test
    void saysThatNoBodyIsReadToWhoSendsAFormOfFieldsInPlaceOfParameters() throws Exception {
        // When
        new HttpLimits(1000, any -> List.of(), any -> {})
                .doFilter(request("/v1/models/m/pin", "application/x-www-form-urlencoded"), response, chain);
        // Then
        assertThat(response.getStatus()).isEqualTo(415);
        assertThat(response.getContentAsString())
                .contains("is not read here; send none, parameters stand in the query.");
    }

    private HttpServletRequest pass(String path, @Nullable String type) throws Exception {
        new HttpLimits(1000, any -> READ, any -> {}).doFilter(request(path, type), response, chain);
        return (HttpServletRequest) requireNonNull(chain.getRequest(), "passed on");
    }

    private static MockHttpServletRequest request(String path, @Nullable String type) {
        var request = new MockHttpServletRequest("POST", path);
        request.setServletPath(path);
        request.setContentType(type);
        request.setParameter("field", "value");
        request.setContent(new byte[100]);
        return request;
    }
}
