package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.claim.ClaimNaming;
import io.sightline.delivery.DeadLetterFactory.Casualty;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Reason;
import io.sightline.failure.Failure;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import io.sightline.frame.Identities;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeadLetterFactoryTest {
    private static final UUID FRAME = UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2");

    private final DeadLetterFactory letters = new DeadLetterFactory(
            new ClaimNaming("pictures"), Clock.fixed(Samples.NOON.plusNanos(1_999), ZoneOffset.UTC), "1.2.3");

    @Test
    void writesDownWhatFailedWhereAndWhy() {
        var letter = letters.write(casualty(new byte[] {1, 2}), failure("half a picture"));

        assertThat(letter.getReason()).isEqualTo(Reason.TRUNCATED_PICTURE);
        assertThat(letter.getMessage()).isEqualTo("half a picture");
        assertThat(letter.getExceptionClass()).isEqualTo(PermanentFailure.class.getName());
        assertThat(letter.getFrameId()).isEqualTo(FRAME);
        assertThat(letter.getSourceId()).isEqualTo("camera-1");
        assertThat(letter.getFailedAt()).isEqualTo(Samples.origin(42));
        assertThat(letter.getAttempts()).isEqualTo(4);
        assertThat(letter.getStage()).isEqualTo("detect");
        assertThat(letter.getRoute()).isEqualTo("detect-frame");
        assertThat(letter.getFirstFailedAt()).isEqualTo(Samples.NOON.plusNanos(1_000));
        assertThat(letter.getLastFailedAt()).isEqualTo(Samples.NOON.plusNanos(1_000));
        assertThat(letter.getRuntimeVersion()).isEqualTo("1.2.3");
        assertThat(letter.getRedriveCount()).isZero();
    }

    @Test
    void keepsTheOriginalAsItWas() {
        var letter = letters.write(casualty(new byte[] {1, 2}), failure("half a picture"));

        assertThat(letter.getOriginalKey()).isEqualTo(ByteBuffer.wrap(Samples.text("camera-1")));
        assertThat(letter.getOriginalValue()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(letter.getOriginalHeaders())
                .isEqualTo(Map.of("source-id", ByteBuffer.wrap(Samples.text("camera-1"))));
        assertThat(letter.getOriginalClaim()).isNull();
    }

    @Test
    void keepsARecordWithoutKeyAndValue() {
        var record = new ConsumedRecord("topic", Samples.TOPIC_ID, 0, 0, Samples.NOON, null, null, Map.of());

        var letter = letters.write(
                new Casualty(record, Optional.empty(), Optional.empty(), 1, "sink", "read-frame-row"), failure("none"));

        assertThat(letter.getOriginalKey()).isNull();
        assertThat(letter.getOriginalValue()).isNull();
        assertThat(letter.getOriginalClaim()).isNull();
    }

    @Test
    void leavesOutWhatWouldMakeTheLetterTooLongForTheBroker() {
        var record = new ConsumedRecord(
                "topic",
                Samples.TOPIC_ID,
                0,
                0,
                Samples.NOON,
                new byte[70_000],
                null,
                Map.of("huge", new byte[5_000_000], "small", new byte[10]));

        var letter = letters.write(
                new Casualty(
                        record, Optional.empty(), Optional.of("s".repeat(5_000_000)), 1, "ingest", "ingest-frames"),
                failure("too long"));

        assertThat(letter.getOriginalKey()).isNull();
        assertThat(letter.getOriginalHeaders()).containsOnlyKeys("small");
        assertThat(letter.getSourceId())
                .as("cut it could be another source's name")
                .isNull();
        assertThat(letter.getMessage()).contains("the key of 70000 bytes").contains("a header of 5000004 bytes");
    }

    /** Without its header a picture would be stored under the name that its key holds when it is redriven. */
    @Test
    void keepsOfAHeaderThatNamesTheSourceEnoughToBeRefusedAgain() {
        var euros = "\u20ac".repeat(400_000);
        var record = record(Map.of("source-id", Samples.text(euros), "captured-at", new byte[2_000]));

        var letter = letters.write(ofIngest(record), failure("too long"));

        assertThat(letter.getOriginalKey()).isEqualTo(ByteBuffer.wrap(Samples.text("camera-1")));
        assertThat(letter.getOriginalHeaders())
                .containsEntry("source-id", ByteBuffer.wrap(Samples.text("\u20ac".repeat(341))))
                .containsEntry("captured-at", ByteBuffer.allocate(1_024));
        assertThat(letter.getMessage())
                .contains("what follows the first 1023 of the 1200000 bytes of the header source-id");
    }

    @Test
    void theHeaderThatNamesTheSourceComesBeforeWhateverElseThereIs() {
        var headers = new HashMap<String, byte[]>();
        for (int i = 0; i < 100; i++) {
            headers.put("a" + i, new byte[1_000]);
        }
        headers.put("source-id", Samples.text("camera-2"));

        var letter = letters.write(ofIngest(record(headers)), failure("any"));

        assertThat(letter.getOriginalHeaders())
                .containsEntry("source-id", ByteBuffer.wrap(Samples.text("camera-2")))
                .hasSizeLessThan(70);
    }

    private static ConsumedRecord record(Map<String, byte[]> headers) {
        return new ConsumedRecord(
                "topic", Samples.TOPIC_ID, 0, 0, Samples.NOON, Samples.text("camera-1"), null, headers);
    }

    private static Casualty ofIngest(ConsumedRecord record) {
        return new Casualty(record, Optional.empty(), Optional.empty(), 1, "ingest", "ingest-frames");
    }

    @Test
    void originalTravelsAlongUpTo256Kibibytes() {
        var letter = letters.write(casualty(new byte[256 * 1024]), failure("large"));

        assertThat(letter.getOriginalValue()).isEqualTo(ByteBuffer.allocate(256 * 1024));
        assertThat(letter.getOriginalClaim()).isNull();
    }

    @Test
    void longerOriginalIsClaimed() {
        var value = new byte[256 * 1024 + 1];

        var letter = letters.write(casualty(value), failure("larger"));

        assertThat(letter.getOriginalValue()).isNull();
        assertThat(letter.getOriginalClaim())
                .isEqualTo(new ClaimNaming("pictures").claim(value, "application/octet-stream"));
    }

    @Test
    void idIsThatOfTheFrameOrElseOfTheRecord() {
        var record = Samples.record(42, new byte[0]);
        var withoutFrame = new Casualty(record, Optional.empty(), Optional.empty(), 1, "sink", "read-frame-row");

        assertThat(letters.write(casualty(new byte[0]), failure("one")).getEventId())
                .isEqualTo(Identities.deadLetter("detect", FRAME));
        assertThat(letters.write(withoutFrame, failure("two")).getEventId())
                .isEqualTo(Identities.deadLetter("sink", Samples.origin(42)));
    }

    @Test
    void theTwoRecordsOfAFrameThatTheSinkRefusesHaveALetterEach() {
        var claim = letters.write(refused("sightline.claims", 4), failure("one"));
        var inference = letters.write(refused("sightline.inferences", 4), failure("two"));
        var claimOnceMore = letters.write(refused("sightline.claims", 9), failure("three"));

        assertThat(inference.getEventId()).isNotEqualTo(claim.getEventId());
        assertThat(claimOnceMore.getEventId()).isEqualTo(claim.getEventId());
    }

    private static Casualty refused(String topic, long offset) {
        var record = new ConsumedRecord(
                topic, Samples.TOPIC_ID, 0, offset, Samples.NOON, null, Samples.text("any"), Map.of());
        return new Casualty(record, Optional.of(FRAME), Optional.empty(), 1, "sink", "sink-" + topic);
    }

    @Test
    void aRecordThatFailsAgainAtItsStageRepeatsItsLetter() {
        var first = letters.write(redriven(Optional.empty(), "detect", Optional.empty()), failure("one"));
        var trail = new Redriven(
                first.getEventId(),
                3,
                Optional.of(new Redriven.FirstFailure("detect", Identities.position(Samples.origin(42)))));

        var again = letters.write(redriven(Optional.empty(), "detect", Optional.of(trail)), failure("two"));
        var withFrame = letters.write(redriven(Optional.of(FRAME), "detect", Optional.of(trail)), failure("three"));

        assertThat(first.getRedriveCount()).isZero();
        assertThat(again.getEventId()).isEqualTo(first.getEventId());
        assertThat(again.getRedriveCount()).isEqualTo(3);
        assertThat(withFrame.getEventId()).isEqualTo(first.getEventId());
    }

    @Test
    void aRecordThatFailsAtAnotherStageHasTheIdThatTheFirstOneWouldHaveThere() {
        var trail = new Redriven(
                UUID.randomUUID(),
                1,
                Optional.of(new Redriven.FirstFailure("detect", Identities.position(Samples.origin(7)))));

        var withoutFrame = letters.write(redriven(Optional.empty(), "sink", Optional.of(trail)), failure("one"));
        var withFrame = letters.write(redriven(Optional.of(FRAME), "sink", Optional.of(trail)), failure("two"));

        assertThat(withoutFrame.getEventId()).isEqualTo(Identities.deadLetter("sink", Samples.origin(7)));
        assertThat(withFrame.getEventId()).isEqualTo(Identities.deadLetter("sink/sightline.frames", FRAME));
        assertThat(withoutFrame.getRedriveCount())
                .as("it is not the letter that was sent")
                .isZero();
        assertThat(withFrame.getRedriveCount()).isZero();
    }

    /** A stage that passes on what it makes of a record says no more where that failed. */
    @Test
    void aLetterThatComesOfARedrivenPictureStartsAtZero() {
        var ofIngest = new Redriven(Identities.deadLetter("ingest", FRAME), 5, Optional.empty());
        var ofDetect = new Redriven(Identities.deadLetter("detect", FRAME), 5, Optional.empty());

        var first = letters.write(redriven(Optional.of(FRAME), "detect", Optional.of(ofIngest)), failure("one"));
        var repeat = letters.write(redriven(Optional.of(FRAME), "detect", Optional.of(ofDetect)), failure("two"));

        assertThat(first.getRedriveCount()).isZero();
        assertThat(repeat.getRedriveCount()).isEqualTo(5);
    }

    @Test
    void sameFaultHasTheSameHashWhateverTheRecordSays() {
        assertThat(hashOfFault("record 1")).isEqualTo(hashOfFault("record 2")).matches("[0-9a-f]{16}");
    }

    @Test
    void faultOfAnotherClassOrPlaceHasAnotherHash() {
        var cause = new IllegalStateException("x");
        var elsewhere = failure("record 1");

        assertThat(hashOfFault("record 1"))
                .isNotEqualTo(letters.write(casualty(new byte[0]), elsewhere).getStackHash())
                .isNotEqualTo(letters.write(casualty(new byte[0]), wrap(cause)).getStackHash());
    }

    @Test
    void classAndHashAreThoseOfTheCause() {
        var letter = letters.write(casualty(new byte[0]), wrap(new ArithmeticException("/ by zero")));

        assertThat(letter.getExceptionClass()).isEqualTo("java.lang.ArithmeticException");
        assertThat(letter.getMessage()).isEqualTo("wrapped");
    }

    @Test
    void longMessageIsCut() {
        assertThat(letters.write(casualty(new byte[0]), failure("x".repeat(9_999)))
                        .getMessage())
                .hasSize(2_000);
    }

    @Test
    void codeThatIsNoReasonCountsAsUnexpected() {
        var outage = new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "away");

        assertThat(letters.write(casualty(new byte[0]), outage).getReason()).isEqualTo(Reason.UNEXPECTED_FAILURE);
    }

    private String hashOfFault(String message) {
        DeadLetter letter = letters.write(casualty(Samples.text(message)), failureOfOnePlace(message));
        return letter.getStackHash();
    }

    private static Failure failureOfOnePlace(String message) {
        return new PermanentFailure(FailureCode.TRUNCATED_PICTURE, message);
    }

    private static Failure failure(String message) {
        return new PermanentFailure(FailureCode.TRUNCATED_PICTURE, message);
    }

    private static Failure wrap(Exception cause) {
        return new PermanentFailure(FailureCode.UNEXPECTED_FAILURE, "wrapped", cause);
    }

    private static Casualty redriven(Optional<UUID> frame, String stage, Optional<Redriven> trail) {
        return new Casualty(
                Samples.record(42, new byte[0]), frame, Optional.empty(), 1, stage, stage + "-route", trail);
    }

    private static Casualty casualty(byte[] value) {
        return new Casualty(
                Samples.record(42, value), Optional.of(FRAME), Optional.of("camera-1"), 4, "detect", "detect-frame");
    }
}
