package io.sightline.camel;

import io.minio.GetObjectArgs;
import io.minio.PutObjectArgs;
import io.sightline.frame.Receipt;
import io.sightline.frame.v1.FrameReceived;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;

/** Receipts of frames that came over REST, in the object store. */
public final class Receipts {
    /** Property: value of the header Idempotency-Key that the frame's id was made of. */
    static final String KEY = "SightlineIdempotencyKey";

    private static final int LONGEST = 16 * 1024;

    private final String bucket;

    public Receipts(String bucket) {
        this.bucket = bucket;
    }

    /** Body out: a request that stores {@link Keys#RECEIPT} unless the frame has one already. */
    public void put(Exchange exchange) {
        var receipt = exchange.getProperty(Keys.RECEIPT, Receipt.class);
        var json = receipt.toJson();
        exchange.getMessage()
                .setBody(PutObjectArgs.builder()
                        .bucket(bucket)
                        .object(Receipt.key(receipt.frameId()))
                        .contentType("application/json")
                        .extraHeaders(Map.of("If-None-Match", "*"))
                        .stream(new ByteArrayInputStream(json), json.length, -1));
    }

    /** Body out: a request for the receipt of {@link Keys#RECEIPT}'s frame. */
    public void get(Exchange exchange) {
        request(exchange, exchange.getProperty(Keys.RECEIPT, Receipt.class).frameId());
    }

    /** Body in: a frame id. Body out: a request for its receipt. */
    public void find(Exchange exchange) {
        request(exchange, UUID.fromString(exchange.getMessage().getBody(String.class)));
    }

    /** Body in: the stream of a receipt. Body out: the {@link Receipt}. */
    public void read(Exchange exchange) throws IOException {
        try (var stream = (InputStream) exchange.getMessage().getBody()) {
            exchange.getMessage().setBody(Receipt.fromJson(stream.readNBytes(LONGEST)));
        }
    }

    /** Body in: the first receipt of the frame. What it says counts, as long as the retry sends the same. */
    public void adopt(Exchange exchange) {
        var first = exchange.getMessage().getBody(Receipt.class);
        first.requireSame(
                exchange.getProperty(Keys.RECEIPT, Receipt.class), exchange.getProperty(KEY, "", String.class));
        var frame = exchange.getProperty(Keys.FRAME, FrameReceived.class);
        frame.setCapturedAt(first.capturedAt());
        frame.setReceivedAt(first.receivedAt());
        frame.setAttributes(first.attributes());
        exchange.setProperty(Keys.RECEIPT, first);
    }

    private void request(Exchange exchange, UUID frameId) {
        exchange.getMessage().setBody(GetObjectArgs.builder().bucket(bucket).object(Receipt.key(frameId)));
    }
}
