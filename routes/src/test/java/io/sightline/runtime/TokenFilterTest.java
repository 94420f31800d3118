package io.sightline.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.camel.ContractStrategy;
import io.sightline.camel.KeycloakSecurityPolicy;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.apache.camel.AfterPropertiesConfigured;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.impl.DefaultCamelContext;
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
    private final ContractStrategy contract = new ContractStrategy(policy, 1024, message -> {});
    private final TokenFilter filter = new TokenFilter(contract);
    private final MockHttpServletResponse response = new MockHttpServletResponse();
    private final MockFilterChain chain = new MockFilterChain();

    @BeforeEach
    void readContract() {
        policy.setServerUrl("http://127.0.0.1:1");
        policy.setRealm("sightline");
        policy.setClientId("sightline");
        var paths = new Paths()
                .addPathItem("/v1/openapi.yaml", new PathItem().get(operation("readContract", List.of())))
                .addPathItem(
                        "/v1/inference",
                        new PathItem()
                                .post(operation(
                                        "invokeInference",
                                        List.of(new SecurityRequirement().addList("keycloak", "inference:invoke")))));
        contract.setCamelContext(new DefaultCamelContext());
        contract.setMissingOperation("fail");
        // The operations are known by then; that no route serves them here is found out afterwards.
        assertThatThrownBy(() -> contract.validateOpenApi(new OpenAPI().paths(paths), "", new NoConsumer()))
                .hasMessageContaining("unmapped");
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
        assertThat(response.getHeader("WWW-Authenticate")).startsWith("Bearer");
        assertThat(response.getContentAsString()).contains("UNAUTHENTICATED", "traceId");
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

    private static MockHttpServletRequest request(String method, String path) {
        var request = new MockHttpServletRequest(method, path);
        request.setServletPath(path);
        request.setContent(new byte[1024]);
        return request;
    }

    private static Operation operation(String id, List<SecurityRequirement> security) {
        return new Operation().operationId(id).security(security).responses(new ApiResponses());
    }

    private static final class NoConsumer implements PlatformHttpConsumerAware {
        @Override
        public PlatformHttpConsumer getPlatformHttpConsumer() {
            throw new IllegalStateException("not reached");
        }

        @Override
        public void registerAfterConfigured(AfterPropertiesConfigured listener) {}
    }
}
