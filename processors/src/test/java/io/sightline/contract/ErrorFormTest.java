package io.sightline.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.failure.FailureCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorFormTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/v2, OPEN_INFERENCE",
                "/v2/models/x/infer, OPEN_INFERENCE",
                "/v2/nothing, OPEN_INFERENCE",
                "/v2;a=b/models, OPEN_INFERENCE",
                "/v20, PROBLEM",
                "/v1/models, PROBLEM",
                "/, PROBLEM",
                "-, PROBLEM"
            })
    void isThatOfTheApiAtAPath(String path, ErrorForm form) {
        assertThat(ErrorForm.at(path)).isEqualTo(form);
    }

    @Test
    void writesOneSentenceForTheOpenInferenceProtocol() {
        assertThat(error(Problem.of(FailureCode.MODEL_UNKNOWN, 404, "there is no \"x\"", "4bf9")))
                .isEqualTo("{\"error\":\"there is no \\\"x\\\"\"}");
        assertThat(error(Problem.ofStatus(405, null))).isEqualTo("{\"error\":\"The method is not allowed here\"}");
    }

    @Test
    void namesTheTraceOfWhatTheServerIsToBlameFor() {
        assertThat(error(Problem.of(FailureCode.UNEXPECTED_FAILURE, 500, "Look into the log.", "4bf9")))
                .isEqualTo("{\"error\":\"Look into the log. (trace 4bf9)\"}");
    }

    private static String error(Problem problem) {
        return new String(ErrorForm.OPEN_INFERENCE.body(problem), StandardCharsets.UTF_8);
    }
}
