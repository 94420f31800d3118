package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        var request = new MockHttpServletRequest("POST", "/v1/nothing");
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
        filter.doFilter(new MockHttpServletRequest("GET", "/v1/models;a=%zz"), response, new MockFilterChain());
        // Then
        assertThat(response.getStatus()).isEqualTo(400);
        assertThat(response.getContentAsString()).contains("INVALID_PARAMETER", "path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "image/jpeg", "application/json; charset=utf-8"})
    void letsOthersPass(String type) throws Exception {
        // Given
        var request = new MockHttpServletRequest("POST", "/v1/models;a=b");
        request.addHeader("Content-Type", type);
        var chain = new MockFilterChain();
        // When
        filter.doFilter(request, response, chain);
        // Then
        assertThat(chain.getRequest()).isSameAs(request);
    }
}
