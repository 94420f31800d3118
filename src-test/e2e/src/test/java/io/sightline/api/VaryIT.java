package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever keeps answers is told which headers of a request they depend on. */
@ExtendWith(ApiRuntime.class)
class VaryIT {
    private final Api api;

    VaryIT(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/v1/detections?limit=1, application/json, 200, Accept",
                // Of a source that others have stored nothing of: all its rows are read.
                "/v1/detections?source=nobody, text/csv, 200, Accept",
                "/v1/detections?limit=1, image/png, 406, Accept",
                "/v1/detections?limit=0, application/json, 400, Accept",
                "/v1/frames/0190f6a0-5b7c-7e11-9a38-2f4c5f0e3a77/image, image/*, 404, Accept",
                "/v1/models, application/json, 200, -",
                "/v2/models/text-detector, application/json, 200, -",
            })
    void namesAcceptWhereItChoosesTheAnswer(String path, String accept, int status, String vary) {
        var token = api.token("sightline-dev");

        var answer = api.send(
                path,
                request -> request.header("Authorization", "Bearer " + token).header("Accept", accept));

        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(status);
        assertThat(answer.headers().firstValue("Vary")).isEqualTo(Optional.ofNullable(vary));
    }

    @Test
    void namesTheCodingsThatAnInferenceIsCompressedBy() {
        var token = api.token("sightline-dev");
        for (var coding : new String[] {"gzip", "identity"}) {
            var answer = api.send(
                    "/v2/models/text-detector/infer",
                    request -> request.header("Authorization", "Bearer " + token)
                            .header("Accept-Encoding", coding)
                            .POST(BodyPublishers.ofByteArray(Pictures.encoded("jpeg"))));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Vary")).hasValue("Accept, Accept-Encoding");
        }
    }
}
