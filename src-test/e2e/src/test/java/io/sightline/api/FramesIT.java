package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.claim.ClaimNaming;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames that are handed in over REST, as far as stage api goes. */
@ExtendWith(ApiRuntime.class)
class FramesIT {
    private final Api api;

    FramesIT(Api api) {
        this.api = api;
    }

    @Test
    void showsAFrameAsReceivedAtOnceToThoseWhoMaySeeItsSource() {
        // Given
        var answer = hand("camera-2", Pictures.encoded("jpeg"), request -> request);
        assertThat(answer.statusCode()).as(Api.json(answer).toString()).isEqualTo(202);
        var location = answer.headers().firstValue("Location").orElseThrow();
        // When
        var seen = api.get(location, "sightline-dev");
        var foreign = api.get(location, "sightline-viewer");
        // Then
        assertThat(Api.json(seen).path("state").asText()).isEqualTo("received");
        assertThat(Api.json(seen).path("sourceId").asText()).isEqualTo("camera-2");
        assertThat(Api.json(seen).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("frameId", "state", "sourceId", "capturedAt", "receivedAt");
        assertThat(Api.json(answer).path("sha256").asText()).hasSize(64);
        assertThat(foreign.statusCode()).isEqualTo(404);
    }

    @Test
    void refusesAnIdempotencyKeyWithOtherBytes() {
        var key = "key-" + System.nanoTime();
        var first = hand("camera-2", Pictures.encoded("jpeg"), request -> request.header("Idempotency-Key", key));
        var again = hand("camera-2", Pictures.encoded("jpeg"), request -> request.header("Idempotency-Key", key));
        var other = hand("camera-2", Pictures.encoded("png"), request -> request.header("Idempotency-Key", key));

        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(Api.json(other).path("code").asText()).isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    @Test
    void refusesAFrameWithoutASource() {
        var answer = api.post("/v1/frames", "image/jpeg", Pictures.encoded("jpeg"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Api.json(answer).path("code").asText()).isEqualTo("INVALID_SOURCE");
    }

    /** CVE-2026-49098, and a token that would end up in a record. */
    @Test
    void putsNoHeaderOfTheRequestOnTheRecordAndSendsItToItsOwnTopic() {
        // Given
        var source = "record-" + System.nanoTime();
        // When
        hand(
                source,
                Pictures.encoded("jpeg"),
                request -> request.header("kafka.OVERRIDE_TOPIC", "elsewhere")
                        .header("kafka.KEY", "mine")
                        .header("CamelKafkaTopic", "elsewhere")
                        .header("X-Anything", "x"));
        // Then
        var record = new StoredFrames(api).claimOf(source);
        assertThat(record.headers())
                .extracting(header -> header.key().toLowerCase(Locale.ROOT))
                .allMatch(name -> name.startsWith("ce_") || name.equals("traceparent") || name.equals("content-type"));
        record.headers()
                .forEach(header -> assertThat(new String(header.value(), StandardCharsets.UTF_8))
                        .doesNotContain("Bearer"));
    }

    @Test
    void drawsTheBoxesOfAnInferredFrame() {
        // Given
        var picture = Pictures.encoded("jpeg");
        hand("camera-1", picture, request -> request);
        var rows = new StoredRows(api.database());
        var id = rows.inferred("camera-1", Instant.now(), "text", 0.9);
        rows.pointTo(id, new ClaimNaming(api.property("sightline.s3.bucket")).claim(picture, "image/jpeg"));
        // When
        var answer = api.get("/v1/frames/" + id + "/annotated", "sightline-viewer");
        // Then
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(answer.body()).startsWith(0xff, 0xd8);
    }

    @Test
    void saysThatThePictureOfAFrameIsGone() {
        var id = new StoredRows(api.database()).inferred("camera-1", Instant.now(), "text", 0.9);

        var answer = api.get("/v1/frames/" + id + "/annotated", "sightline-viewer");

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(Api.json(answer).path("code").asText()).isEqualTo("CLAIM_MISSING");
    }

    private HttpResponse<byte[]> hand(String source, byte[] picture, UnaryOperator<HttpRequest.Builder> change) {
        var token = api.token("sightline-dev");
        return api.send(
                "/v1/frames?source=" + source,
                request -> change.apply(request.header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/octet-stream")
                        .POST(BodyPublishers.ofByteArray(picture))));
    }
}
