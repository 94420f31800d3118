package io.sightline.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.failure.PermanentFailure;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractOperationTest {
    private static final Set<String> SCOPES = Set.of(
            "inference:invoke",
            "frames:write",
            "detections:read",
            "images:read",
            "models:read",
            "models:promote",
            "operations");

    private static final String OPERATION = """
            openapi: 3.0.3
            info: {title: t, version: '1'}
            paths:
              /x:
                get:
                  operationId: readX
                  %s
                  responses: {'200': {description: fine}}
            """;

    private static final Set<String> PUBLIC =
            Set.of("readContract", "readInferenceContract", "receiveWebhook", "reportLive", "reportReady");

    @ParameterizedTest
    @ValueSource(strings = {"sightline-v1.yaml", "open-inference-v2.yaml"})
    void findsAScopeForEveryOperationOfAContractButItselfHealthAndTheWebhook(String file) throws IOException {
        var contract = contract(file);

        for (var path : contract.getPaths().values()) {
            for (var operation : path.readOperations()) {
                var described = ContractOperation.of(contract, operation);
                assertThat(SCOPES).containsAll(described.scopes());
                assertThat(described.isPublic()).isEqualTo(PUBLIC.contains(described.id()));
                assertThat(described.parameters()).allMatch(parameter -> parameter.schema() != null);
                assertThat(operation.getResponses()).containsKeys("500");
            }
        }
    }

    @Test
    void readsWhatIsGivenByReference() throws IOException {
        var contract = contract();
        var invoke =
                ContractOperation.of(contract, path(contract, "/v1/inference").getPost());
        var frame =
                ContractOperation.of(contract, path(contract, "/v1/frames/{id}").getGet());

        assertThat(invoke.reads())
                .containsExactlyInAnyOrder(
                        "image/jpeg", "image/png", "image/webp", "application/octet-stream", "multipart/form-data");
        assertThat(invoke.answers()).containsExactly("application/json", "image/jpeg");
        assertThat(frame.parameters())
                .singleElement()
                .satisfies(id -> assertThat(id.name()).isEqualTo("id"));
    }

    @Test
    void readsHowTheValuesOfAListAreGiven() throws IOException {
        var contract = contract();

        var list =
                ContractOperation.of(contract, path(contract, "/v1/detections").getGet());

        assertThat(list.parameters())
                .filteredOn(parameter -> "array".equals(parameter.schema().getType()))
                .extracting(parameter -> parameter.name() + " " + parameter.inOneValue())
                .containsExactlyInAnyOrder("label false", "region true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "security: [{keycloak: []}]", "security: [{a: [x]}, {b: [y]}]", "security: [{}]"})
    void refusesAnOperationThatLeavesItsSecurityOpen(String security) {
        var contract = parse(OPERATION.formatted(security));

        assertThatThrownBy(() ->
                        ContractOperation.of(contract, path(contract, "/x").getGet()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readX");
    }

    @ParameterizedTest
    @CsvSource({"image/jpeg", "IMAGE/PNG", "image/webp; q=1", "multipart/form-data; boundary=x"})
    void readsTheListedMediaTypes(String mediaType) throws IOException {
        var contract = contract();
        var invoke =
                ContractOperation.of(contract, path(contract, "/v1/inference").getPost());

        MediaTypes.requireReadable(invoke, mediaType);

        assertThatThrownBy(() -> MediaTypes.requireReadable(invoke, "image/svg+xml"))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("image/svg+xml")
                .hasMessageContaining("image/webp");
    }

    @Test
    void answersInAnAcceptedMediaTypeOnly() throws IOException {
        var contract = contract();
        var list = ContractOperation.of(contract, path(contract, "/v1/models").getGet());

        for (var accept : List.of("", "*/*", "text/html, */*;q=0.1", "application/*", "application/json")) {
            MediaTypes.requireAcceptable(list, List.of(accept));
        }
        for (var accept :
                List.of("text/html", "application/json;q=0", "application/json;q=0.0, */*;q=0", "image/*", "x/y;q=z")) {
            assertThatThrownBy(() -> MediaTypes.requireAcceptable(list, List.of(accept)))
                    .isInstanceOf(PermanentFailure.class)
                    .hasMessageContaining("application/json");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''| application/json",
                "*/*| application/json",
                "application/*| application/json",
                "text/csv| text/csv",
                "TEXT/CSV| text/csv",
                "text/*| text/csv",
                "text/csv, application/json| application/json",
                "application/json;q=0.5, application/x-ndjson| application/x-ndjson",
                "*/*;q=0.1, text/csv;q=0.2| text/csv",
                "*/*, application/json;q=0| text/csv",
                "text/csv;q=0, text/*, application/x-ndjson;q=0.3| application/x-ndjson"
            })
    void choosesTheAnswerThatTheClientLikesBest(String accept, String type) throws IOException {
        var contract = contract();
        var list =
                ContractOperation.of(contract, path(contract, "/v1/detections").getGet());

        assertThat(MediaTypes.choose(list, List.of(accept))).hasValue(type);
    }

    private static PathItem path(OpenAPI contract, String path) {
        return Objects.requireNonNull(contract.getPaths().get(path), path);
    }

    private static OpenAPI contract() throws IOException {
        return contract("sightline-v1.yaml");
    }

    private static OpenAPI contract(String name) throws IOException {
        try (var file =
                Objects.requireNonNull(ContractOperationTest.class.getResourceAsStream("/openapi/" + name), name)) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static OpenAPI parse(String text) {
        return new OpenAPIV3Parser()
                .readContents(text, List.of(), new ParseOptions())
                .getOpenAPI();
    }

    @Test
    void answersPicturesOnlyWhenTheParameterImageAsksForThem() {
        var image = new ContractParameter("image", "query", false, new StringSchema());
        var answers = List.of("application/json", "image/jpeg");
        var either = new ContractOperation("invoke", Set.of(), List.of(), answers, List.of(image));
        var fixed = new ContractOperation("see", Set.of(), List.of(), answers, List.of());

        assertThat(either.answering(true).answers()).containsExactly("image/jpeg");
        assertThat(either.answering(false).answers()).containsExactly("application/json");
        assertThat(fixed.answering(false).answers()).isEqualTo(answers);
    }
}
