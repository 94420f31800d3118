package io.sightline.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LateBodyTest {
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/v2/models/m/infer");
    private final MockFilterChain chain = new MockFilterChain();

    /** Camel reads a body of a length above 0 by itself, and parameters out of what is called a form. */
    @Test
    void hidesABodyFromWhoeverDoesNotReadTheStream() throws Exception {
        // Given
        request.setContent(new byte[1024]);
        request.setContentType("application/x-www-form-urlencoded; charset=utf-8");
        request.setParameter("CamelFileName", "elsewhere");
        // When
        var passed = pass();
        // Then
        assertThat(passed.getContentLength()).isZero();
        assertThat(passed.getContentLengthLong()).isZero();
        assertThat(passed.getContentType()).isEqualTo("application/octet-stream");
        assertThat(passed.getParameterNames().hasMoreElements()).isFalse();
        assertThat(passed.getParameterMap()).isEmpty();
        assertThat(passed.getParameter("CamelFileName")).isNull();
        assertThat(passed.getParameterValues("CamelFileName")).isNull();
        assertThat(passed.getInputStream().readAllBytes()).hasSize(1024);
    }

    @Test
    void leavesOtherMediaTypesAsTheyAre() throws Exception {
        request.setContentType("image/jpeg");
        assertThat(pass().getContentType()).isEqualTo("image/jpeg");
    }

    @Test
    void leavesFormsWithFilesAlone() throws Exception {
        request.setContentType("multipart/form-data; boundary=x");
        assertThat(pass()).isSameAs(request);
    }

    private jakarta.servlet.ServletRequest pass() throws ServletException, IOException {
        new LateBody().doFilter(request, new MockHttpServletResponse(), chain);
        return requireNonNull(chain.getRequest(), "passed on");
    }
}
