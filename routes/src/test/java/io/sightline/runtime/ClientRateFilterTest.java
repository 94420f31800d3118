package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.ContractStrategy;
import io.sightline.security.Caller;
import io.sightline.security.ClientRate;
import io.sightline.security.SourceRule;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ClientRateFilterTest {
    private final ClientRateFilter filter = new ClientRateFilter(new ClientRate(2, Duration.ofHours(1)));

    @Test
    void refusesWhatIsBeyondTheRateWithoutReadingItsBody() throws Exception {
        // Given
        ask("busy", new MockFilterChain());
        var second = ask("busy", new MockFilterChain());
        var chain = new MockFilterChain();
        // When
        var third = ask("busy", chain);
        // Then
        assertThat(second.getStatus()).isEqualTo(200);
        assertThat(second.getHeader("RateLimit-Policy")).isEqualTo("\"client\";q=2;w=3600");
        assertThat(second.getHeader("RateLimit")).startsWith("\"client\";r=0;t=");
        assertThat(second.getHeader("Retry-After")).isNull();
        assertThat(third.getStatus()).isEqualTo(429);
        assertThat(third.getContentType()).isEqualTo("application/problem+json");
        assertThat(third.getContentAsString())
                .contains("TOO_MANY_REQUESTS", "client busy has sent more than 2 requests", "\"traceId\":\"");
        assertThat(Integer.parseInt(third.getHeader("Retry-After"))).isBetween(1, 1800);
        assertThat(chain.getRequest()).as("what was passed on").isNull();
    }

    @Test
    void countsNothingForAPublicOperation() throws Exception {
        for (int i = 0; i < 3; i++) {
            var response = new MockHttpServletResponse();
            filter.doFilter(new MockHttpServletRequest("GET", "/v1/openapi.yaml"), response, new MockFilterChain());
            assertThat(response.getStatus()).isEqualTo(200);
            assertThat(response.getHeader("RateLimit")).isNull();
        }
    }

    private MockHttpServletResponse ask(String client, MockFilterChain chain) throws Exception {
        var request = new MockHttpServletRequest("POST", "/v1/inference");
        request.setServletPath("/v1/inference");
        request.setAttribute(
                ContractStrategy.CALLER, new Caller("subject", client, Set.of(), Set.of(), SourceRule.NONE));
        var response = new MockHttpServletResponse();
        filter.doFilter(request, response, chain);
        return response;
    }
}
