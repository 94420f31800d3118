package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ReadableRequestFilterTest {
    private final ReadableRequestFilter filter = new ReadableRequestFilter();
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    @ParameterizedTest
    @ValueSource(strings = {"64", "*/*", "image/*", "x y", "/"})
    void refusesAContentTypeThatNamesNoMediaType(String type) throws Exception {
        // Given
        var request = request("POST", "/v1/nothing");
        request.addHeader("Content-Type", type);
        // When
        filter.doFilter(request, response, new MockFilterChain());
        // Then
        assertThat(response.getStatus()).isEqualTo(415);
        assertThat(response.getContentAsString()).contains("UNSUPPORTED_MEDIA_TYPE", type);
    }

    @Test
    void refusesAPathWithAParameterThatCannotBeDecoded() throws Exception {
        // When
        filter.doFilter(request("GET", "/v1/models;a=%zz"), response, new MockFilterChain());
        // Then
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString()).contains("INVALID_PARAMETER", "path");
    }

    /** As Tomcat resolves them. */
    @ParameterizedTest
    @CsvSource({
        "/v1/models;a=b, /v1/models",
        "/v1;/models, /v1/models",
        "/v1//models, /v1/models",
        "/v1/./models, /v1/models",
        "/v1/x/%2e%2e/models, /v1/models"
    })
    void refusesAPathThatOthersReadOtherwise(String path, String servletPath) throws Exception {
        // Given
        var request = request("GET", path);
        request.setServletPath(servletPath);
        // When
        filter.doFilter(request, response, new MockFilterChain());
        // Then
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentAsString()).contains("NOT_FOUND", "path");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/detections/, ask for /v1/detections.",
        "/v1/frames/17/image/, ask for /v1/frames/17/image.",
        "/v2/models/x/, ask for /v2/models/x.",
        "/v1/openapi.yaml/, ask for /v1/openapi.yaml."
    })
    void refusesASlashAtTheEndOfAPath(String path, String words) throws Exception {
        // When
        filter.doFilter(request("GET", path), response, new MockFilterChain());
        // Then
        assertThat(response.getStatus()).isEqualTo(404);
        assertThat(response.getContentAsString()).contains("ends with a slash", words);
    }

    /** The root of a contract, the docs page, and routes of integrators. */
    @ParameterizedTest
    @ValueSource(strings = {"/v2/", "/docs/", "/labels-today/", "/"})
    void letsOtherPathsEndWithASlash(String path) throws Exception {
        // Given
        var chain = new MockFilterChain();
        // When
        filter.doFilter(request("GET", path), response, chain);
        // Then
        assertThat(chain.getRequest()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/a%FF", "/v2/models/%ED%A0%80", "/v1/frames/%C0%AF"})
    void refusesAPathThatIsNoUtf8(String path) throws Exception {
        // When
        filter.doFilter(request("GET", path), response, new MockFilterChain());
        // Then
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString()).contains("The path is no UTF-8, was " + path);
    }

    @Test
    void letsAnEncodedPathPass() throws Exception {
        // Given
        var request = request("GET", "/v2/models/a%20b");
        request.setServletPath("/v2/models/a b");
        var chain = new MockFilterChain();
        // When
        filter.doFilter(request, response, chain);
        // Then
        assertThat(chain.getRequest()).isSameAs(request);
    }

    @Test
    void refusesAHeaderThatIsGivenTwice() throws Exception {
        // Given
        var request = request("POST", "/v1/frames");
        request.addHeader("Content-Encoding", "identity");
        request.addHeader("Content-Encoding", "gzip");
        // When
        filter.doFilter(request, response, new MockFilterChain());
        // Then
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString()).contains("Content-Encoding", "2 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "image/jpeg", "application/json; charset=utf-8"})
    void letsOthersPass(String type) throws Exception {
        // Given
        var request = request("POST", "/v1/models");
        request.addHeader("Content-Type", type);
        var chain = new MockFilterChain();
        // When
        filter.doFilter(request, response, chain);
        // Then
        assertThat(chain.getRequest()).isSameAs(request);
    }

    private static MockHttpServletRequest request(String method, String path) {
        var request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        return request;
    }
}
