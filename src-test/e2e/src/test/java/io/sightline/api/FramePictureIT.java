package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.claim.ClaimNaming;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which picture of a frame is answered to whom, and when there is none yet. */
@ExtendWith(ApiRuntime.class)
class FramePictureIT {
    private final Api api;

    FramePictureIT(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image/png | 406",
                "image/webp,image/png;q=0.5 | 406",
                "image/jpeg;q=0, image/* | 406",
                "image/jpeg | 200",
                "image/png, image/*;q=0.1 | 200",
                "*/* | 200"
            })
    void isAnsweredToWhoAcceptsItsType(String accept, int status) {
        var path = framed(Pictures.encoded("jpeg"));

        var answer = get(path, "Accept", accept);

        assertThat(answer.statusCode()).as(answer.toString()).isEqualTo(status);
        if (status == 406) {
            assertThat(Api.json(answer).path("code").asText()).isEqualTo("NOT_ACCEPTABLE");
            assertThat(Api.json(answer).path("detail").asText()).contains("The picture is image/jpeg", accept);
        }
    }

    @Test
    void hasPartsWhosePositionsHaveAnyNumberOfDigits() {
        var picture = Pictures.encoded("jpeg");
        var path = framed(picture);

        var whole = get(path, "Range", "bytes=0-9223372036854775807");
        var end = get(path, "Range", "bytes=9-99999999999999999999");
        var behind = get(path, "Range", "bytes=99999999999999999999-");

        assertThat(whole.statusCode()).isEqualTo(206);
        assertThat(whole.body()).isEqualTo(picture);
        assertThat(end.statusCode()).isEqualTo(206);
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(picture, 9, picture.length));
        assertThat(behind.statusCode()).isEqualTo(416);
    }

    /** Nothing stores frames here. */
    @Test
    void isNotThereYetWhileItsFrameIsReceivedAndNotStored() {
        var location = api.post("/v1/frames?source=camera-1", "image/jpeg", Pictures.encoded("jpeg"))
                .headers()
                .firstValue("Location")
                .orElseThrow();

        for (var picture : List.of("/image", "/annotated")) {
            var refused = get(location + picture);

            assertThat(refused.statusCode()).isEqualTo(404);
            assertThat(Api.json(refused).path("code").asText()).isEqualTo("NOT_FOUND");
            assertThat(Api.json(refused).path("detail").asText()).contains(", or ", "GET " + location + " says which");
        }
    }

    /** Path of the picture of an inferred frame, which is in the store. */
    private String framed(byte[] picture) {
        api.post("/v1/frames?source=camera-1", "image/jpeg", picture);
        var rows = new StoredRows(api.database());
        var id = rows.inferred("camera-1", Instant.now(), "text", 0.9);
        rows.pointTo(id, new ClaimNaming(api.property("sightline.s3.bucket")).claim(picture, "image/jpeg"));
        return "/v1/frames/" + id + "/image";
    }

    private HttpResponse<byte[]> get(String path, String... headers) {
        var token = api.token("sightline-viewer");
        return api.send(path, request -> {
            request.header("Authorization", "Bearer " + token);
            return headers.length == 0 ? request : request.headers(headers);
        });
    }
}
