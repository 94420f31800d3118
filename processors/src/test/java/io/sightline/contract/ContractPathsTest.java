package io.sightline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractPathsTest {
    private final ContractPaths paths = new ContractPaths();

    ContractPathsTest() {
        paths.add("POST", "/v1/frames");
        paths.add("GET", "/v1/frames");
        paths.add("GET", "/v1/frames/{id}");
        paths.add("POST", "/v2/models/{model}/versions/{version}/infer");
        paths.add("GET", "/v2/");
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
}
