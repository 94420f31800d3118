package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class StartingFilterTest {
    private final StartingFilter filter = new StartingFilter();

    @ParameterizedTest
    @ValueSource(strings = {"/v2/health/live", "/v2/models/m/infer", "/v1/inference"})
    void asksToTryAgainUntilTheApplicationHasStarted(String path) throws Exception {
        var before = pass(path);
        filter.onApplicationEvent(new ApplicationStartedEvent(
                new SpringApplication(), new String[0], new StaticApplicationContext(), Duration.ZERO));
        var after = pass(path);

        assertThat(before.getStatus()).isEqualTo(503);
        assertThat(before.getHeader("Retry-After")).isEqualTo("1");
        assertThat(before.getContentAsString()).contains("The server is starting", "trace");
        assertThat(before.isCommitted()).isTrue();
        assertThat(after.getStatus()).isEqualTo(200);
    }

    private MockHttpServletResponse pass(String path) throws Exception {
        var request = new MockHttpServletRequest("GET", path);
        request.setServletPath(path);
        var response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
