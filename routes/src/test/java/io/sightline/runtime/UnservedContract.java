package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.camel.ContractStrategy;
import io.sightline.camel.KeycloakSecurityPolicy;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.List;
import java.util.Objects;
import org.apache.camel.AfterPropertiesConfigured;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.impl.DefaultCamelContext;

/** A contract whose operations are known and served by no route. */
final class UnservedContract {
    private final Paths paths = new Paths();

    /** @param scope empty for a public operation */
    UnservedContract with(HttpMethod method, String path, String id, String scope) {
        var security = scope.isEmpty()
                ? List.<SecurityRequirement>of()
                : List.of(new SecurityRequirement().addList("keycloak", scope));
        var item = paths.computeIfAbsent(path, none -> new PathItem());
        item.operation(
                method, new Operation().operationId(id).security(security).responses(new ApiResponses()));
        return this;
    }

    /** An operation that anybody may post JSON to. */
    UnservedContract withPublicBody(String path, String id) {
        with(HttpMethod.POST, path, id, "");
        Objects.requireNonNull(paths.get(path))
                .getPost()
                .requestBody(
                        new RequestBody().content(new Content().addMediaType("application/json", new MediaType())));
        return this;
    }

    ContractStrategy readBy(KeycloakSecurityPolicy policy) {
        var contract = new ContractStrategy(policy, 1024, message -> {}, message -> {});
        contract.setCamelContext(new DefaultCamelContext());
        contract.setMissingOperation("fail");
        // The operations are known by then; that no route serves them here is found out afterwards.
        assertThatThrownBy(() -> contract.validateOpenApi(new OpenAPI().paths(paths), "", new NoConsumer()))
                .hasMessageContaining("unmapped");
        return contract;
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
