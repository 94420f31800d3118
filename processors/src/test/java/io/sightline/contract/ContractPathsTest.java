package io.sightline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractPathsTest {
    private final ContractPaths paths = new ContractPaths();

    ContractPathsTest() {
        add("POST", "/v1/frames");
        add("GET", "/v1/frames");
        add("GET", "/v1/frames/{id}");
        add("POST", "/v2/models/{model}/versions/{version}/infer");
        add("GET", "/v2/");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/frames, GET POST",
        "/v1/frames/17, GET",
        "/v2/models/a b/versions/1.0/infer, POST",
        "/v2/, GET",
        "/v2, GET"
    })
    void listsTheMethodsOfAPath(String path, String methods) {
        assertThat(paths.methods(path)).containsExactly(methods.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/v1",
                "/v1/frames/",
                "/v1/frames/17/18",
                "/v1/Frames",
                "/v1xframes",
                "/v2/models//infer"
            })
    void knowsNoMethodOfAnotherPath(String path) {
        assertThat(paths.methods(path)).isEmpty();
    }

    @Test
    void knowsNoMethodOfNoPath() {
        assertThat(paths.methods(null)).isEmpty();
    }

    @Test
    void findsAnOperationByItsMethodAndPath() {
        assertThat(paths.find("GET", "/v1/frames/17")).hasValueSatisfying(found -> {
            assertThat(found.template()).isEqualTo("/v1/frames/{id}");
            assertThat(found.operation().id()).isEqualTo("GET /v1/frames/{id}");
        });
        assertThat(paths.find("DELETE", "/v1/frames/17")).isEmpty();
        assertThat(paths.find(null, null)).isEmpty();
    }

    @Test
    void prefersWhatIsWrittenOutToAParameter() {
        add("GET", "/v1/frames/latest");

        assertThat(paths.find("GET", "/v1/frames/latest"))
                .hasValueSatisfying(found -> assertThat(found.template()).isEqualTo("/v1/frames/latest"));
    }

    private void add(String method, String template) {
        var operation = new ContractOperation(method + " " + template, Set.of(), List.of(), List.of(), List.of());
        paths.add(method, template, operation);
    }
}
