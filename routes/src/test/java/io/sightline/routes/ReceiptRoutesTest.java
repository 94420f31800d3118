package io.sightline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.camel.Keys;
import io.sightline.camel.Receipts;
import io.sightline.camel.ReceiveFrame;
import io.sightline.claim.Sha256;
import io.sightline.frame.FrameIntake;
import io.sightline.frame.Receipt;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.picture.PictureLimits;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.junit.jupiter.api.Test;

/** The routes store-receipt and received-frame. */
class ReceiptRoutesTest extends PipelineTestSupport {
    @Override
    List<String> routes() {
        return List.of("store-receipt", "received-frame");
    }

    @Override
    protected void bindToRegistry(Registry registry) throws Exception {
        super.bindToRegistry(registry);
        var intake = new FrameIntake(PictureLimits.STANDARD, naming);
        registry.bind("receipts", new Receipts("sightline"));
        registry.bind("receiveFrame", new ReceiveFrame(intake, Clock.systemUTC()));
    }

    @Test
    void firstReceiptIsKept() {
        var ended = promise(1, TopicBatch.TIMESTAMP);

        assertThat(ended.getException()).isNull();
        assertThat(store.objects).containsOnlyKeys(Receipt.key(Records.FRAME));
    }

    @Test
    void retryRepeatsTheTimesOfTheFirst() {
        promise(1, TopicBatch.TIMESTAMP);

        var ended = promise(1, TopicBatch.TIMESTAMP.plusSeconds(9));

        assertThat(ended.getException()).isNull();
        var frame = ended.getProperty(Keys.FRAME, FrameReceived.class);
        assertThat(frame.getCapturedAt()).isEqualTo(TopicBatch.TIMESTAMP);
        assertThat(frame.getReceivedAt()).isEqualTo(TopicBatch.TIMESTAMP);
    }

    /** What the clock of a later retry is compared with may be another time, and be believed. */
    @Test
    void retryRepeatsWhatWasNotBelievedAtFirst() {
        promise(1, TopicBatch.TIMESTAMP, Map.of("reported-captured-at", "1999-12-31T23:59:59Z"));

        var ended = promise(1, TopicBatch.TIMESTAMP);

        assertThat(ended.getProperty(Keys.FRAME, FrameReceived.class).getAttributes())
                .containsExactly(Map.entry("reported-captured-at", "1999-12-31T23:59:59Z"));
        assertThat(find(Records.FRAME).getMessage().getBody(Map.class).get("attributes"))
                .isEqualTo(Map.of("reported-captured-at", "1999-12-31T23:59:59Z"));
    }

    @Test
    void retryWithOtherBytesIsRefused() {
        promise(1, TopicBatch.TIMESTAMP);

        assertThat(promise(2, TopicBatch.TIMESTAMP).getException()).hasMessageContaining("with other bytes");
    }

    @Test
    void frameIsKnownByItsReceipt() {
        promise(1, TopicBatch.TIMESTAMP);

        assertThat(find(Records.FRAME).getMessage().getBody(Map.class))
                .isEqualTo(Map.of(
                        "frameId", Records.FRAME.toString(),
                        "state", "received",
                        "sourceId", "camera-1",
                        "capturedAt", "2026-03-01T12:00:00Z",
                        "receivedAt", "2026-03-01T12:00:00Z"));
    }

    @Test
    void frameWithoutReceiptIsNothing() {
        var ended = find(UUID.fromString("00000000-0000-7000-8000-000000000000"));

        assertThat(ended.getException()).isNull();
        assertThat(ended.getMessage().getBody()).isNull();
    }

    private Exchange promise(int picture, Instant time) {
        return promise(picture, time, Map.of());
    }

    private Exchange promise(int picture, Instant time, Map<String, String> attributes) {
        return template.send("direct:store-receipt", exchange -> {
            var frame = Records.frame(naming.claim(Pictures.png(picture), "image/png"));
            exchange.setProperty(Keys.FRAME, frame);
            exchange.setProperty(
                    Keys.RECEIPT,
                    new Receipt(
                            Records.FRAME,
                            "client",
                            "camera-1",
                            Sha256.of(Pictures.png(picture)),
                            time,
                            time,
                            attributes));
        });
    }

    private Exchange find(UUID frame) {
        return template.send(
                "direct:received-frame", exchange -> exchange.getMessage().setBody(frame.toString()));
    }
}
