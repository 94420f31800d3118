package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.sightline.Samples;
import io.sightline.claim.ClaimNaming;
import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.picture.DrawnPicture;
import io.sightline.picture.PictureLimits;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FrameIntakeTest {
    private static final String LONG_AGO = "1970-01-01T00:00:00Z";

    private final byte[] picture = picture();
    private final FrameIntake intake = new FrameIntake(PictureLimits.STANDARD, new ClaimNaming("pictures"));

    @Test
    void describesWhatArrived() {
        var frame = describe(Optional.of("2026-03-01T11:59:58Z"), Optional.of("17"));

        assertThat(frame.getFrameId()).isEqualTo(Identities.frame(Samples.origin(42)));
        assertThat(frame.getSourceId()).isEqualTo("camera-1");
        assertThat(frame.getCapturedAt()).isEqualTo(Samples.NOON.minusSeconds(2));
        assertThat(frame.getReceivedAt()).isEqualTo(Samples.NOON.plusNanos(20_001_000));
        assertThat(frame.getWidth()).isEqualTo(64);
        assertThat(frame.getHeight()).isEqualTo(48);
        assertThat(frame.getSequence()).isEqualTo(17);
        assertThat(frame.getOrigin()).isEqualTo(Samples.origin(42));
        assertThat(frame.getAttributes()).isEmpty();
    }

    @Test
    void claimsTheBytesByWhatTheyAre() {
        var claim = describe(Optional.empty(), Optional.empty()).getClaim();

        assertThat(claim.getBucket()).isEqualTo("pictures");
        assertThat(claim.getKey()).endsWith("/" + Sha256.of(picture));
        assertThat(claim.getSize()).isEqualTo(picture.length);
        assertThat(claim.getMediaType()).isEqualTo("image/png");
    }

    @Test
    void keepsATimeThatItDoesNotBelieve() {
        var frame = describe(Optional.of(LONG_AGO), Optional.empty());

        assertThat(frame.getCapturedAt()).isEqualTo(Samples.NOON);
        assertThat(frame.getAttributes()).containsExactly(entry("reported-captured-at", LONG_AGO));
    }

    @Test
    void keepsATimestampThatItDoesNotBelieve() {
        var frame = intake.describe(new ArrivedPicture(
                Identities.frame(Samples.origin(42)),
                picture,
                "camera-1",
                Optional.of(LONG_AGO),
                Instant.ofEpochMilli(-1),
                Samples.NOON,
                Optional.empty(),
                Samples.origin(42)));

        assertThat(frame.getCapturedAt()).isEqualTo("2000-01-01T00:00:00Z");
        assertThat(frame.getAttributes())
                .containsOnly(
                        entry("reported-captured-at", LONG_AGO), entry("record-timestamp", "1969-12-31T23:59:59.999Z"));
    }

    @Test
    void makesAReportedTimeOfAnyBytesFitForTheDatabase() {
        var frame = describe(Optional.of("\u0000\u001b" + "x".repeat(1_000)), Optional.empty());

        assertThat(frame.getAttributes().get("reported-captured-at"))
                .hasSize(200)
                .startsWith("??x");
    }

    @Test
    void leavesOutASequenceThatIsNoNumber() {
        assertThat(describe(Optional.empty(), Optional.of("seventeen")).getSequence())
                .isNull();
    }

    @Test
    void refusesTheSourceBeforeItLooksAtThePicture() {
        assertThatThrownBy(() -> intake.describe(arrived(new byte[0], " ", Optional.empty(), Optional.empty())))
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.INVALID_SOURCE);
    }

    @Test
    void refusesWhatIsNoPicture() {
        assertThatThrownBy(() -> intake.describe(
                        arrived(Samples.text("no picture"), "camera-1", Optional.empty(), Optional.empty())))
                .extracting(failure -> ((PermanentFailure) failure).code())
                .isEqualTo(FailureCode.NOT_A_PICTURE);
    }

    private FrameReceived describe(Optional<String> capturedAt, Optional<String> sequence) {
        return intake.describe(arrived(picture, "camera-1", capturedAt, sequence));
    }

    private static ArrivedPicture arrived(
            byte[] bytes, String source, Optional<String> capturedAt, Optional<String> sequence) {
        return new ArrivedPicture(
                Identities.frame(Samples.origin(42)),
                bytes,
                source,
                capturedAt,
                Samples.NOON,
                Samples.NOON.plusNanos(20_001_999),
                sequence,
                Samples.origin(42));
    }

    private static byte[] picture() {
        try (var drawn = new DrawnPicture(64, 48, 200)) {
            return drawn.encode(".png");
        }
    }
}
