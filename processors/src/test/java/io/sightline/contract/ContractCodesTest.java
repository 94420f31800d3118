package io.sightline.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.failure.FailureCode;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The error codes that each operation lists are codes of ours, and agree with the statuses and words beside them. */
class ContractCodesTest {
    private static final Pattern CODE = Pattern.compile("`([A-Z_]{5,})`");
    private static final OpenAPI CONTRACT = contract();

    static Stream<Operation> operations() {
        return CONTRACT.getPaths().values().stream().flatMap(path -> path.readOperations().stream());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void listsACodeForEachStatusThatRefusesAndAStatusForEachCode(Operation operation) {
        var statuses = operation.getResponses().keySet().stream()
                .filter(status -> status.compareTo("400") >= 0)
                .collect(Collectors.toSet());

        var ofCodes = codes(operation).stream()
                .map(code -> Integer.toString(code.httpStatus()))
                .collect(Collectors.toSet());

        assertThat(ofCodes).as(operation.getOperationId()).isEqualTo(statuses);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void describesEachCodeAtItsStatus(Operation operation) {
        for (var code : codes(operation)) {
            var answer = answer(operation, Integer.toString(code.httpStatus()));

            assertThat(named(answer)).as(operation.getOperationId()).contains(code);
        }
    }

    /** Words that are wrong at every operation would pass the test above. */
    @ParameterizedTest
    @MethodSource("operations")
    void describesNoCodeAtAnotherStatus(Operation operation) {
        operation
                .getResponses()
                .keySet()
                .forEach(status -> assertThat(named(answer(operation, status)))
                        .as(operation.getOperationId())
                        .allMatch(code -> Integer.toString(code.httpStatus()).equals(status)));
    }

    private static List<FailureCode> codes(Operation operation) {
        var listed = requireNonNull(operation.getExtensions().get("x-error-codes"), "x-error-codes");
        return ((List<?>) listed)
                .stream().map(Object::toString).map(FailureCode::valueOf).toList();
    }

    private static Set<FailureCode> named(ApiResponse answer) {
        var codes = new TreeSet<FailureCode>();
        var words = CODE.matcher(answer.getDescription());
        while (words.find()) {
            codes.add(FailureCode.valueOf(words.group(1)));
        }
        return codes;
    }

    private static ApiResponse answer(Operation operation, String status) {
        var answer = requireNonNull(operation.getResponses().get(status), status);
        var reference = answer.get$ref();
        return reference == null
                ? answer
                : requireNonNull(CONTRACT.getComponents()
                        .getResponses()
                        .get(reference.substring(reference.lastIndexOf('/') + 1)));
    }

    private static OpenAPI contract() {
        try (var file =
                requireNonNull(ContractCodesTest.class.getResourceAsStream("/openapi/sightline-v1.yaml"), "contract")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return new OpenAPIV3Parser()
                    .readContents(text, List.of(), new ParseOptions())
                    .getOpenAPI();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
