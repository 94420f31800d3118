package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.Keys;
import io.sightline.claim.ClaimKey;
import io.sightline.claim.Sha256;
import io.sightline.delivery.ConsumedRecord;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.delivery.v1.Origin;
import io.sightline.delivery.v1.Reason;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.frame.Identities;
import io.sightline.frame.v1.FrameReceived;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/**
 * The routes ingest-frames and ingest-frame with failure-policy, dead-letter, store-claim, repair-claim and
 * encode-record.
 */
class IngestRoutesTest extends PipelineTestSupport {
    private static final byte[] POISON = "no picture".getBytes(StandardCharsets.UTF_8);

    @Override
    List<String> routes() {
        return List.of("ingest-frames", "ingest-frame");
    }

    @Test
    void goodPictureIsStoredAndClaimed() {
        var picture = Pictures.png(7);
        var batch = batch().add(picture);

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).isNull();
        assertThat(topics.sentTo("claims")).hasSize(1);
        var message = topics.sentTo("claims").get(0);
        var frame = format.read(message.getBody(byte[].class), FrameReceived.class);
        assertThat(frame.getFrameId()).isEqualTo(Identities.frame(origin(0)));
        assertThat(frame.getSourceId()).isEqualTo("camera-1");
        assertThat(frame.getCapturedAt()).isEqualTo(TopicBatch.TIMESTAMP);
        assertThat(frame.getOrigin()).isEqualTo(origin(0));
        assertThat(frame.getClaim().getKey()).endsWith(Sha256.of(picture).hex());
        assertThat(store.objects.get(frame.getClaim().getKey())).isEqualTo(picture);
        assertThat(message.getHeaders())
                .containsEntry("ce_id", frame.getFrameId().toString())
                .containsEntry("ce_type", "io.sightline.frame.v1.FrameReceived")
                .containsEntry("ce_source", "/sightline")
                .containsEntry("ce_subject", "camera-1")
                .containsEntry("ce_specversion", "1.0")
                .containsKey("ce_time")
                .containsEntry("traceparent", TopicBatch.TRACE);
        assertThat(message.getHeader(KafkaConstants.KEY)).isEqualTo("camera-1".getBytes(StandardCharsets.UTF_8));
        assertThat(deadLetters()).isEmpty();
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void poisonBecomesOneDeadLetterAndItsNeighboursAreClaimedInOrder() {
        var batch =
                batch().add(Pictures.png(1)).add(POISON).add(Pictures.png(2)).add(Pictures.png(3));

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).isNull();
        assertThat(topics.sentTo("claims"))
                .extracting(message -> format.read(message.getBody(byte[].class), FrameReceived.class)
                        .getOrigin()
                        .getOffset())
                .containsExactly(0L, 2L, 3L);
        assertThat(deadLetters()).hasSize(1).first().satisfies(letter -> {
            assertThat(letter.getReason()).isEqualTo(Reason.NOT_A_PICTURE);
            assertThat(letter.getFrameId()).isEqualTo(Identities.frame(origin(1)));
            assertThat(letter.getCapturedAt()).as("as its frame's").isEqualTo(TopicBatch.TIMESTAMP);
            assertThat(letter.getFailedAt()).isEqualTo(origin(1));
            assertThat(letter.getOriginalValue()).isEqualTo(ByteBuffer.wrap(POISON));
            assertThat(letter.getAttempts()).isOne();
            assertThat(letter.getStage()).isEqualTo("ingest");
            assertThat(letter.getSourceId()).as("by its key, as its frame").isEqualTo("camera-1");
            assertThat(letter.getRoute()).isEqualTo("ingest-frames");
        });
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void batchOfPoisonAloneClaimsNothingAndIsCommitted() {
        var batch = batch().add(POISON).add(null);

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).isNull();
        assertThat(topics.sentTo("claims")).isEmpty();
        assertThat(deadLetters())
                .extracting(letter -> letter.getReason())
                .containsExactlyInAnyOrder(Reason.NOT_A_PICTURE, Reason.EMPTY_BODY);
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void longPoisonIsStoredBeforeItsDeadLetterNamesIt() {
        var poison = new byte[256 * 1024 + 1];

        deliver("ingest-frames", batch().add(poison));

        var claim = deadLetters().get(0).getOriginalClaim();
        assertThat(deadLetters().get(0).getOriginalValue()).isNull();
        assertThat(store.objects.get(claim.getKey())).isEqualTo(poison);
    }

    /** It was there, too long for any source and for the letter: the key is not the name that was meant. */
    @Test
    void pictureWhoseSourceWasTooLongIsNotStoredUnderItsKeyWhenItsLetterIsSentAgain() {
        // Given
        var source = "c".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        deliver("ingest-frames", batch().add(Pictures.png(1), new RecordHeaders().add("source-id", source)));
        var letter = deadLetters().get(0);
        // When
        template.send("direct:ingest-frame", exchange -> sendAgain(letter, exchange));
        // Then
        assertThat(topics.sentTo("claims")).isEmpty();
        assertThat(store.objects).isEmpty();
        assertThat(deadLetters()).hasSize(2).allSatisfy(each -> {
            assertThat(each.getReason()).isEqualTo(Reason.INVALID_SOURCE);
            assertThat(each.getFrameId()).isEqualTo(Identities.frame(origin(0)));
            assertThat(each.getSourceId()).as("that of no camera").isNull();
            assertThat(each.getMessage()).contains("ccc... has more than 200 characters; send 1 to 200");
        });
    }

    private static void sendAgain(DeadLetter letter, Exchange exchange) {
        var headers = new HashMap<String, byte[]>();
        letter.getOriginalHeaders().forEach((name, value) -> headers.put(name, value.array()));
        var from = letter.getFailedAt();
        byte[] value = letter.getOriginalValue().array();
        exchange.setProperty(Keys.STAGE, "ingest");
        exchange.getMessage().setBody(value);
        exchange.getMessage()
                .setHeader(
                        Keys.RECORD,
                        new ConsumedRecord(
                                from.getTopic(),
                                from.getTopicId(),
                                from.getPartition(),
                                from.getOffset(),
                                from.getTimestamp(),
                                letter.getOriginalKey().array(),
                                value,
                                headers));
    }

    @Test
    void anObjectWithOtherBytesIsReplacedWhenItsPictureComesAgain() {
        var picture = Pictures.png(7);
        var key = ClaimKey.of(Sha256.of(picture));
        store.objects.put(key, POISON);

        var ended = deliver("ingest-frames", batch().add(picture));

        assertThat(ended.getException()).isNull();
        assertThat(store.objects.get(key)).isEqualTo(picture);
        assertThat(topics.sentTo("claims")).hasSize(1);
    }

    @Test
    void samePictureTwiceIsStoredOnceAndClaimedTwice() {
        var batch = batch().add(Pictures.png(1)).add(Pictures.png(1));

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).isNull();
        assertThat(store.objects).hasSize(1);
        assertThat(topics.sentTo("claims")).hasSize(2);
    }

    @Test
    void outageIsTriedAgainAndThenFailsTheBatchUncommitted() {
        store.outage = Optional.of(new IOException("connection refused"));
        var batch = batch().add(Pictures.png(1));

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).hasMessageContaining("connection refused");
        assertThat(store.requests).hasValue(3);
        assertThat(topics.sentTo("claims")).isEmpty();
        assertThat(deadLetters()).isEmpty();
        assertThat(batch.commits).hasValue(0);
    }

    /** A store that says nothing would hold up a batch for its time-out times the records in it. */
    @Test
    void outageClosesTheGateAndTheRestOfTheBatchIsNotTried() {
        store.outage = Optional.of(new SocketTimeoutException("read timed out"));
        var batch = batch();
        for (int i = 0; i < 10; i++) {
            batch.add(Pictures.png(i));
        }

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).isNotNull();
        assertThat(gates.firstClosed(List.of(Dependency.values()))).hasValue(Dependency.S3);
        assertThat(gates.closings(Dependency.S3)).isOne();
        assertThat(store.requests)
                .as("three for each thread, and what was under way")
                .hasValueLessThan(15);
        assertThat(deadLetters()).isEmpty();
        assertThat(batch.commits).hasValue(0);
    }

    @Test
    void recordThatComesToAClosedGateIsNotTriedAtAll() {
        gates.report(new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "away", null, Dependency.S3));
        var batch = batch().add(Pictures.png(1)).add(POISON);

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).hasMessage("s3 is away; the record is read again");
        assertThat(store.requests).hasValue(0);
        assertThat(deadLetters()).isEmpty();
        assertThat(batch.commits).hasValue(0);
    }

    @Test
    void outageThatARepeatOutlivesClosesNoGate() {
        store.outage = Optional.of(new IOException("connection reset"));
        store.endsAfter = 1;

        deliver("ingest-frames", batch().add(Pictures.png(1)));

        assertThat(gates.closings(Dependency.S3)).isZero();
    }

    @Test
    void aLetterThatItsTopicDoesNotTakeWaitsInTheOutboxAndTheBatchGoesOn() {
        topics.away.add("letters");
        var batch = batch().add(Pictures.png(1)).add(POISON);

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).isNull();
        assertThat(topics.sentTo("claims")).hasSize(1);
        assertThat(outbox.items).hasSize(1).first().satisfies(item -> {
            assertThat(item.row().letter().getReason()).isEqualTo(Reason.NOT_A_PICTURE);
            assertThat(item.row().letter().getStage()).isEqualTo("ingest");
            var mail = item.mail().orElseThrow();
            assertThat(mail.topic()).isEqualTo("letters");
            assertThat(mail.headers()).containsKeys("ce_id", "ce_type", "traceparent");
            assertThat(format.read(Objects.requireNonNull(mail.value()), DeadLetter.class))
                    .isEqualTo(item.row().letter());
        });
        assertThat(batch.commits).hasValue(1);
    }

    @Test
    void deadLetterThatCannotBePublishedFailsTheBatchUncommitted() {
        topics.away.add("letters");
        outbox.away = true;
        var batch = batch().add(POISON);

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).hasMessageContaining("broker is away");
        assertThat(batch.commits).hasValue(0);
    }

    @Test
    void claimsThatCannotBePublishedLeaveTheBatchUncommitted() {
        topics.away.add("claims");
        var batch = batch().add(Pictures.png(1));

        var ended = deliver("ingest-frames", batch);

        assertThat(ended.getException()).hasMessageContaining("broker is away");
        assertThat(batch.commits).hasValue(0);
    }

    private static Origin origin(long offset) {
        return new Origin("some.topic", OneIdBroker.TOPIC_ID, 0, offset, TopicBatch.TIMESTAMP);
    }
}
