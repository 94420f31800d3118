package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.responses.ApiResponses;
import org.apache.camel.AfterPropertiesConfigured;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.junit.jupiter.api.Test;

class ContractStrategyTest {
    private final ContractStrategy contract =
            new ContractStrategy(new KeycloakSecurityPolicy(), 1024, message -> {}, message -> {});

    @Test
    void refusesToStartWhenAnOperationSaysNothingAboutSecurity() {
        var operation = new Operation().operationId("readSecrets").responses(new ApiResponses());
        var open = new OpenAPI().paths(new Paths().addPathItem("/v1/secrets", new PathItem().get(operation)));

        assertThatThrownBy(() -> contract.validateOpenApi(open, "", new NoConsumer()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readSecrets")
                .hasMessageContaining("security");
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
