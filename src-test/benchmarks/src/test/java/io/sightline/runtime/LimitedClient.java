package io.sightline.runtime;

import io.sightline.camel.ContractStrategy;
import io.sightline.security.Caller;
import io.sightline.security.ClientRate;
import io.sightline.security.SourceRule;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What the limit of a client's rate does for each request, and nothing else: for measuring it alone. */
public final class LimitedClient {
    private final ClientRateFilter filter;
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/models");
    private final MockHttpServletResponse response = new MockHttpServletResponse();

    /** @param perSecond more than it will send */
    public LimitedClient(int perSecond) {
        filter = new ClientRateFilter(new ClientRate(perSecond, Duration.ofSeconds(1)));
        request.setAttribute(
                ContractStrategy.CALLER,
                new Caller("7c1f", "sightline-viewer", Set.of("models:read"), Set.of(), SourceRule.NONE));
    }

    /** Counts a request and says where the client stands, as the filter does. */
    public void send() throws ServletException, IOException {
        filter.doFilter(request, response, (passed, answer) -> {});
        if (response.getStatus() != 200) {
            throw new IllegalStateException("the request was refused");
        }
    }
}
