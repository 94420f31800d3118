package io.sightline.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.ContractStrategy;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

class HttpProblemsTest {
    private final HttpProblems problems = new HttpProblems();
    private final MockHttpServletRequest request = new MockHttpServletRequest();

    @Test
    void asksToTryAgainWhenARequestTakesTooLong() throws Exception {
        var answer = requireNonNull(problems.handleException(new AsyncRequestTimeoutException(), web()));

        assertThat(answer.getStatusCode().value()).isEqualTo(503);
        assertThat(answer.getHeaders().getFirst("Retry-After")).isEqualTo("1");
    }

    @Test
    void namesLimitAndLengthOfAFormThatIsTooLong() throws Exception {
        request.setContent(new byte[7]);

        var answer = requireNonNull(problems.handleException(new MaxUploadSizeExceededException(20971520), web()));

        assertThat(answer.getStatusCode().value()).isEqualTo(413);
        assertThat(new String((byte[]) requireNonNull(answer.getBody()), StandardCharsets.UTF_8))
                .contains("20971520", "7 bytes");
    }

    @Test
    void saysThatAFormWasCutOffRatherThanThatItBreaksOff() {
        // Given
        request.setAttribute(
                ContractStrategy.BODY_FAILURE, new PermanentFailure(FailureCode.BODY_TOO_SLOW, "not within 30 s"));
        // When
        var answer = problems.brokenForm(new MultipartException("it breaks off"), request);
        // Then
        assertThat(answer.getStatusCode().value()).isEqualTo(408);
        assertThat(new String(requireNonNull(answer.getBody()), StandardCharsets.UTF_8))
                .contains("BODY_TOO_SLOW", "not within 30 s");
    }

    private ServletWebRequest web() {
        return new ServletWebRequest(request, new MockHttpServletResponse());
    }
}
