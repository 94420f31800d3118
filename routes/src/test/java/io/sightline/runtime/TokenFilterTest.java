package io.sightline.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.ContractStrategy;
import io.sightline.camel.KeycloakSecurityPolicy;
import io.sightline.failure.PermanentFailure;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockPart;

class TokenFilterTest {
    private final KeycloakSecurityPolicy policy = new KeycloakSecurityPolicy();
    private final TokenFilter filter = new TokenFilter(new UnservedContract()
            .with(HttpMethod.GET, "/v1/openapi.yaml", "readContract", "")
            .with(HttpMethod.POST, "/v1/inference", "invokeInference", "inference:invoke")
            .withPublicBody("/v1/hook", "receiveHook")
            .readBy(policy));
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final MockFilterChain chain = new MockFilterChain();

    @BeforeEach
    void nameARealm() {
        policy.setServerUrl("http://127.0.0.1:1");
        policy.setRealm("sightline");
        policy.setClientId("sightline");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/inference",
        "GET, /v1/inference",
        "PUT, /v1/nothing",
        "POST, /v1/openapi.yaml",
        "GET, /v1/openapi.yaml/"
    })
    void refusesARequestWithoutATokenAndLeavesItsBodyUnread(String method, String path)
            throws ServletException, IOException {
        // Given
        var request = request(method, path);
        // When
        filter.doFilter(request, response, chain);
        // Then
        assertThat(chain.getRequest()).isNull();
        assertThat(request.getInputStream().available()).isEqualTo(1024);
        assertThat(response.getStatus()).isEqualTo(401);
        assertThat(response.getContentType()).isEqualTo("application/problem+json");
        assertThat(response.getHeader("WWW-Authenticate")).isEqualTo("Bearer realm=\"sightline\"");
        assertThat(response.getContentAsString()).contains("UNAUTHENTICATED", "traceId");
    }

    /** RFC 6750, 3.1: the error is for whoever sent a token. */
    @Test
    void saysThatATokenIsInvalidWhereThereIsOne() throws ServletException, IOException {
        // Given
        var request = request("POST", "/v1/inference");
        request.addHeader("Authorization", "Basic eA==");
        // When
        filter.doFilter(request, response, chain);
        // Then
        assertThat(response.getStatus()).isEqualTo(401);
        assertThat(response.getHeader("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"sightline\", error=\"invalid_token\"");
    }

    @Test
    void letsAPublicOperationPassWithoutABody() throws ServletException, IOException {
        // When
        filter.doFilter(request("GET", "/v1/openapi.yaml"), response, chain);
        // Then
        var passed = requireNonNull(chain.getRequest(), "passed on");
        assertThat(passed.getInputStream().readAllBytes()).isEmpty();
    }

    /** Spring and Tomcat read a form before any route is found. */
    @Test
    void letsAPublicOperationPassWithoutAForm() throws ServletException, IOException {
        // Given
        var request = request("GET", "/v1/openapi.yaml");
        request.setContentType("multipart/form-data; boundary=x");
        request.addPart(new MockPart("file", new byte[1024]));
        // When
        filter.doFilter(request, response, chain);
        // Then
        var passed = (HttpServletRequest) requireNonNull(chain.getRequest(), "passed on");
        assertThat(passed.getContentType()).isNull();
        assertThat(passed.getContentLengthLong()).isZero();
        assertThat(passed.getParts()).isEmpty();
        assertThat(passed.getPart("file")).isNull();
    }

    @Test
    void letsAShortBodyPassWhereAPublicOperationReadsOne() throws ServletException, IOException {
        // When
        filter.doFilter(request("POST", "/v1/hook"), response, chain);
        // Then
        assertThat(requireNonNull(chain.getRequest(), "passed on")
                        .getInputStream()
                        .readAllBytes())
                .hasSize(1024);
    }

    @Test
    void refusesABodyThatIsTooLongForAStrangerAndLeavesItUnread() throws ServletException, IOException {
        // Given
        var request = request("POST", "/v1/hook");
        request.setContent(new byte[BriefRequest.MOST_BYTES + 1]);
        // When
        filter.doFilter(request, response, chain);
        // Then
        assertThat(chain.getRequest()).isNull();
        assertThat(request.getInputStream().available()).isEqualTo(BriefRequest.MOST_BYTES + 1);
        assertThat(response.getStatus()).isEqualTo(413);
        assertThat(response.getContentAsString()).contains("BODY_TOO_LARGE", "65536");
    }

    /** In chunks its length is not known before. */
    @Test
    void readsNoMoreOfAStrangersBodyThanItMayHave() throws ServletException, IOException {
        // Given
        var endless = new MockHttpServletRequest("POST", "/v1/hook") {
            @Override
            public long getContentLengthLong() {
                return -1;
            }
        };
        endless.setServletPath("/v1/hook");
        endless.setContent(new byte[BriefRequest.MOST_BYTES + 1]);
        // When
        filter.doFilter(endless, response, chain);
        // Then
        var passed = requireNonNull(chain.getRequest(), "passed on");
        assertThat(passed.getInputStream().readAllBytes()).hasSize(BriefRequest.MOST_BYTES);
        assertThat(passed.getAttribute(ContractStrategy.BODY_FAILURE)).isInstanceOf(PermanentFailure.class);
    }

    @Test
    void letsNoFormOfAStrangerPass() throws ServletException, IOException {
        // Given
        var request = request("POST", "/v1/hook");
        request.setContentType("multipart/form-data; boundary=x");
        request.addPart(new MockPart("file", new byte[1024]));
        // When
        filter.doFilter(request, response, chain);
        // Then
        assertThat(((HttpServletRequest) requireNonNull(chain.getRequest(), "passed on")).getParts())
                .isEmpty();
    }

    private static MockHttpServletRequest request(String method, String path) {
        var request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        request.setContent(new byte[1024]);
        return request;
    }
}
