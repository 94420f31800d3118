package io.sightline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.sightline.claim.ClaimNaming;
import io.sightline.claim.Sha256;
import io.sightline.claim.v1.ClaimRef;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets of a picture whose object is not what was received: never a byte of it. */
@ExtendWith(ApiRuntime.class)
class CorruptPicturesIT {
    private static final int LENGTH = 300_000;

    private final Api api;

    CorruptPicturesIT(Api api) {
        this.api = api;
    }

    @ParameterizedTest
    @ValueSource(ints = {-LENGTH, -1, 0, 1})
    void answersNoByteOfOtherBytesAndSaysWhich(int longer) throws Exception {
        // Given
        var picture = picture();
        var other = Arrays.copyOf(picture, picture.length + longer);
        if (longer == 0) {
            other[LENGTH / 2] ^= 1;
        }
        var claim = claim(picture);
        var path = "/v1/frames/" + frame(claim);
        put(claim, other);
        var before = corrupt();
        try (var log = LogLines.capture()) {
            // When
            var whole = get(path + "/image");
            var part = get(path + "/image", "Range", "bytes=0-9");
            var drawn = get(path + "/annotated");
            // Then
            for (var answer : new HttpResponse[] {whole, part, drawn}) {
                assertThat(answer.statusCode()).isEqualTo(500);
                assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
                assertThat(answer.headers().map()).doesNotContainKeys("etag", "content-range");
                assertThat(new String((byte[]) answer.body(), StandardCharsets.UTF_8))
                        .contains("CLAIM_CORRUPT", claim.getBucket() + "/" + claim.getKey());
            }
            assertThat(log.lines().stream().filter(line -> line.contains(claim.getKey())))
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line)
                            .contains(
                                    "CLAIM_CORRUPT",
                                    claim.getBucket(),
                                    longer > 0
                                            ? "more than " + picture.length + " bytes"
                                            : Sha256.of(other).hex()));
        }
        assertThat(corrupt()).isEqualTo(before + 3);
    }

    /** More bytes than may be in memory at once. */
    @Test
    void servesManyLargePicturesAtOnceWithinItsMemory() throws Exception {
        // Given
        var picture = Pictures.ofLength(10 << 20);
        var claim = claim(picture);
        put(claim, picture);
        var path = "/v1/frames/" + frame(claim) + "/image";
        // When
        var clients = Executors.newFixedThreadPool(8);
        var answers = IntStream.range(0, 8)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> Sha256.of(get(path).body()), clients))
                .toList();
        // Then
        assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(Sha256.of(picture));
        clients.shutdown();
        awaitNoPictureInFlight();
    }

    /** A client that goes away in the middle takes no room with it. */
    @Test
    void givesTheRoomOfAClientThatHasGoneToOthers() throws Exception {
        // Given
        var picture = Pictures.ofLength(10 << 20);
        var claim = claim(picture);
        put(claim, picture);
        var path = "/v1/frames/" + frame(claim) + "/image";
        // When
        for (int i = 0; i < 8; i++) {
            var token = api.token("sightline-viewer");
            try (var body = api.open(path, request -> request.header("Authorization", "Bearer " + token))
                    .body()) {
                assertThat(body.readNBytes(1000)).isEqualTo(Arrays.copyOf(picture, 1000));
            }
        }
        // Then
        awaitNoPictureInFlight();
        assertThat(get(path).body()).isEqualTo(picture);
    }

    private void awaitNoPictureInFlight() {
        await().untilAsserted(() -> assertThat(api.bean(MeterRegistry.class)
                        .get("sightline.query.picture.bytes")
                        .gauge()
                        .value())
                .isZero());
    }

    private double corrupt() {
        return api.bean(MeterRegistry.class)
                .get("sightline.claims.corrupt")
                .counter()
                .count();
    }

    private static byte[] picture() {
        var picture = Pictures.ofLength(LENGTH);
        // A comment of its own.
        var id = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(id, 0, picture, 10, id.length);
        return picture;
    }

    private UUID frame(ClaimRef claim) {
        var rows = new StoredRows(api.database());
        var id = rows.inferred("camera-1", Instant.now(), "text", 0.9);
        rows.pointTo(id, claim);
        return id;
    }

    private ClaimRef claim(byte[] picture) {
        return new ClaimNaming(api.property("sightline.s3.bucket")).claim(picture, "image/jpeg");
    }

    private void put(ClaimRef claim, byte[] bytes) throws Exception {
        api.bean(MinioClient.class)
                .putObject(PutObjectArgs.builder().bucket(claim.getBucket()).object(claim.getKey()).stream(
                                new ByteArrayInputStream(bytes), bytes.length, -1)
                        .build());
    }

    private HttpResponse<byte[]> get(String path, String... headers) {
        var token = api.token("sightline-viewer");
        return api.send(path, request -> {
            request.header("Authorization", "Bearer " + token);
            return headers.length == 0 ? request : request.headers(headers);
        });
    }
}
