package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.claim.ClaimNaming;
import io.sightline.claim.Sha256;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
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
    void saysThatATimeOfCaptureIsNotBelieved() {
        // Given
        var longAgo = "1999-12-31T23:59:59Z";
        // When
        var answer = hand("camera-2&capturedAt=" + longAgo, Pictures.encoded("jpeg"), request -> request);
        var seen = api.get(answer.headers().firstValue("Location").orElseThrow(), "sightline-dev");
        // Then
        assertThat(answer.statusCode()).as(Api.text(answer)).isEqualTo(202);
        for (var frame : List.of(Api.json(answer), Api.json(seen))) {
            assertThat(frame.path("capturedAt").asText())
                    .isEqualTo(frame.path("receivedAt").asText());
            assertThat(frame.path("attributes").path("reported-captured-at").asText())
                    .isEqualTo(longAgo);
        }
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
        assertThat(Api.json(other).path("detail").asText()).contains("Idempotency-Key " + key, "other bytes");
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
    void drawsNothingForAClientThatHasTheDrawing() {
        // Given
        var id = framed("camera-1", Pictures.encoded("jpeg"));
        var path = "/v1/frames/" + id + "/annotated";
        var tag = api.get(path, "sightline-viewer").headers().firstValue("ETag").orElseThrow();
        // When
        var known = get(path, "sightline-viewer", "If-None-Match", tag);
        api.database().update("update detection set label = 'other' where frame_id = ?::uuid", id);
        var changed = get(path, "sightline-viewer", "If-None-Match", tag);
        // Then
        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag").orElseThrow()).isNotEqualTo(tag);
    }

    @Test
    void showsThePictureByteByByte() {
        // Given
        var picture = Pictures.encoded("png");
        var id = framed("camera-1", picture);
        // When
        var answer = get("/v1/frames/" + id + "/image", "sightline-viewer");
        // Then
        assertThat(answer.statusCode()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(picture);
        var headers = answer.headers();
        assertThat(headers.firstValue("Content-Type")).hasValue("image/png");
        assertThat(headers.firstValueAsLong("Content-Length")).hasValue(picture.length);
        assertThat(headers.firstValue("ETag"))
                .hasValue("\"" + Sha256.of(picture).hex() + "\"");
        assertThat(headers.firstValue("Cache-Control")).hasValue("private, no-cache");
        assertThat(headers.firstValue("Accept-Ranges")).hasValue("bytes");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void answersAPartOfThePicture() {
        var picture = Pictures.encoded("png");
        var path = "/v1/frames/" + framed("camera-1", picture) + "/image";
        var tag = "\"" + Sha256.of(picture).hex() + "\"";

        var part = get(path, "sightline-viewer", "Range", "bytes=10-19");
        var end = get(path, "sightline-viewer", "Range", "bytes=-5", "If-Range", tag);
        var several = get(path, "sightline-viewer", "Range", "bytes=0-1,4-5");
        var other = get(path, "sightline-viewer", "Range", "bytes=0-1", "If-Range", "\"other\"");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(picture, 10, 20));
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 10-19/" + picture.length);
        assertThat(part.headers().firstValueAsLong("Content-Length")).hasValue(10);
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(picture, picture.length - 5, picture.length));
        assertThat(several.statusCode()).isEqualTo(200);
        assertThat(several.body()).isEqualTo(picture);
        assertThat(other.body()).isEqualTo(picture);
    }

    @Test
    void refusesAPartThatHoldsNoByte() {
        var picture = Pictures.encoded("png");

        var answer = get(
                "/v1/frames/" + framed("camera-1", picture) + "/image",
                "sightline-viewer",
                "Range",
                "bytes=" + picture.length + "-");

        assertThat(answer.statusCode()).isEqualTo(416);
        assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes */" + picture.length);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(Api.json(answer).path("code").asText()).isEqualTo("RANGE_NOT_SATISFIABLE");
        assertThat(Api.json(answer).path("detail").asText())
                .contains("Range", "bytes=" + picture.length + "-", picture.length + " bytes");
    }

    @Test
    void sendsNoPictureToAClientThatHasIt() {
        var picture = Pictures.encoded("jpeg");
        var path = "/v1/frames/" + framed("camera-1", picture) + "/image";
        var tag = "\"" + Sha256.of(picture).hex() + "\"";

        var known = get(path, "sightline-viewer", "If-None-Match", "\"x\", " + tag, "Range", "bytes=0-1");
        var other = get(path, "sightline-viewer", "If-None-Match", "\"x\"");

        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.headers().firstValue("ETag")).hasValue(tag);
        assertThat(other.body()).isEqualTo(picture);
    }

    @Test
    void showsNoPictureOfAForeignSourceNorOneThatIsGone() {
        var foreign = framed("camera-2", Pictures.encoded("jpeg"));
        var gone = new StoredRows(api.database()).received("camera-1", Instant.now());

        var refused = get("/v1/frames/" + foreign + "/image", "sightline-viewer", "If-None-Match", "*");
        var missing = get("/v1/frames/" + gone + "/image", "sightline-viewer");

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(Api.json(refused).path("detail").asText()).startsWith("There is no frame " + foreign + ", or ");
        assertThat(missing.statusCode()).isEqualTo(410);
        assertThat(Api.json(missing).path("code").asText()).isEqualTo("CLAIM_MISSING");
        assertThat(missing.headers().firstValue("ETag")).isEmpty();
    }

    @Test
    void saysThatThePictureOfAFrameIsGone() {
        var id = new StoredRows(api.database()).inferred("camera-1", Instant.now(), "text", 0.9);

        var answer = api.get("/v1/frames/" + id + "/annotated", "sightline-viewer");

        assertThat(answer.statusCode()).isEqualTo(410);
        assertThat(Api.json(answer).path("code").asText()).isEqualTo("CLAIM_MISSING");
    }

    /** An inferred frame with this picture, which is in the store. */
    private String framed(String source, byte[] picture) {
        hand(source, picture, request -> request);
        var type = picture[0] == (byte) 0x89 ? "image/png" : "image/jpeg";
        var rows = new StoredRows(api.database());
        var id = rows.inferred(source, Instant.now(), "text", 0.9);
        rows.pointTo(id, new ClaimNaming(api.property("sightline.s3.bucket")).claim(picture, type));
        return id.toString();
    }

    private HttpResponse<byte[]> get(String path, String client, String... headers) {
        var token = api.token(client);
        return api.send(path, request -> {
            request.header("Authorization", "Bearer " + token);
            return headers.length == 0 ? request : request.headers(headers);
        });
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
