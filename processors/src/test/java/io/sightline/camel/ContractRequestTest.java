package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class ContractRequestTest {
    @Test
    void leavesNoOrdersToComponentsOnTheMessage() {
        // Given
        var message = Exchanges.withBody("picture").getMessage();
        message.setHeader(Exchange.FILE_NAME, "../elsewhere.jpg");
        message.setHeader(Exchange.FILE_PATH, "/tmp/elsewhere");
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader("CamelHttpServletResponse", "response");
        message.setHeader("traceparent", "00-1-2-01");
        // When
        ContractRequest.removeOrders(message);
        // Then
        assertThat(message.getHeaders()).containsOnlyKeys("CamelHttpServletResponse", "traceparent");
    }
}
