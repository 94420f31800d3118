package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.contract.ContractOperation;
import io.sightline.contract.ContractParameter;
import io.swagger.v3.oas.models.media.StringSchema;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractRequestTest {
    @ParameterizedTest
    @CsvSource({"my%20model, my model", "text%2Ddetector, text-detector", "a+b, a+b", "caf%C3%A9, café"})
    void decodesASegmentOfThePath(String segment, String name) {
        // Given
        var parameter = new ContractParameter("model", "path", true, new StringSchema());
        var operation = new ContractOperation("describeModel", Set.of(), List.of(), List.of(), List.of(parameter));
        var message = Exchanges.withBody("").getMessage();
        message.setHeader("model", segment);
        // When
        ContractRequest.bind(operation, withoutQuery(), message);
        // Then
        assertThat(message.getHeader("model")).isEqualTo(name);
    }

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

    private static HttpServletRequest withoutQuery() {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ContractRequestTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getQueryString")) {
                        return null;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
