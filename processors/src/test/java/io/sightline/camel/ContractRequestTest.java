package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.contract.ContractOperation;
import io.sightline.contract.ContractParameter;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.swagger.v3.oas.models.media.StringSchema;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ContractRequestTest {
    private static final ContractOperation HANDED_IN = new ContractOperation(
            "receiveFrame",
            Set.of(),
            List.of(),
            List.of(),
            List.of(new ContractParameter("Source-Id", "header", false, new StringSchema())));

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

    @ParameterizedTest
    @CsvSource({
        "source=%FF, 'The parameter source is no UTF-8, was %FF'",
        "source=%ED%A0%80, 'The parameter source is no UTF-8, was %ED%A0%80'",
        "%FF=a, 'The name of a parameter is no UTF-8, was %FF'",
        "source=%zz, 'The parameter source is not encoded correctly, was %zz'"
    })
    void refusesAParameterThatIsNoUtf8(String query, String words) {
        var message = Exchanges.withBody("").getMessage();

        assertThatThrownBy(() -> ContractRequest.bind(HANDED_IN, with("", query), message))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER))
                .hasMessageContaining(words);
    }

    @Test
    void refusesASegmentThatIsNoUtf8() {
        var parameter = new ContractParameter("model", "path", true, new StringSchema());
        var operation = new ContractOperation("describeModel", Set.of(), List.of(), List.of(), List.of(parameter));
        var message = Exchanges.withBody("").getMessage();
        message.setHeader("model", "a%FF");

        assertThatThrownBy(() -> ContractRequest.bind(operation, withoutQuery(), message))
                .hasMessageContaining("The part model of the path is no UTF-8, was a%FF");
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

    /** A servlet gives each byte of a header as a character. */
    @ParameterizedTest
    @MethodSource("io.sightline.frame.SourceIds#valid")
    void readsAHeaderAsUtf8(String id) {
        // Given
        var bytes = new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        var message = Exchanges.withBody("").getMessage();
        // When
        ContractRequest.bind(HANDED_IN, withHeader(bytes), message);
        // Then
        assertThat(message.getHeader("Source-Id")).isEqualTo(id);
    }

    @Test
    void refusesAHeaderThatIsNoUtf8() {
        var message = Exchanges.withBody("").getMessage();

        assertThatThrownBy(() -> ContractRequest.bind(HANDED_IN, withHeader("Süd"), message))
                .isInstanceOfSatisfying(
                        PermanentFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID_PARAMETER))
                .hasMessageContaining("The header Source-Id is no UTF-8, was Süd read as Latin-1; send UTF-8");
    }

    private static HttpServletRequest withoutQuery() {
        return withHeader("");
    }

    private static HttpServletRequest withHeader(String value) {
        return with(value, null);
    }

    private static HttpServletRequest with(String value, @Nullable String query) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                ContractRequestTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getQueryString")) {
                        return query;
                    }
                    if (method.getName().equals("getHeaders")) {
                        return Collections.enumeration(List.of(value));
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
