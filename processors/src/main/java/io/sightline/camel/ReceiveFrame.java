package io.sightline.camel;

import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.ArrivedPicture;
import io.sightline.frame.FrameIntake;
import io.sightline.frame.Identities;
import io.sightline.frame.Receipt;
import io.sightline.frame.SourceId;
import io.sightline.frame.TimeOrderedUuid;
import io.sightline.frame.v1.FrameReceived;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** A frame that comes over REST: what to promise, and what to answer. */
public final class ReceiveFrame {
    private final FrameIntake intake;
    private final Clock clock;
    private final TimeOrderedUuid newIds;

    public ReceiveFrame(FrameIntake intake, Clock clock) {
        this.intake = intake;
        this.clock = clock;
        this.newIds = new TimeOrderedUuid(clock);
    }

    /**
     * Body in: a picture; headers source, capturedAt, Idempotency-Key. Sets {@link Keys#FRAME}, {@link Keys#CLAIM},
     * {@link Keys#CONTENT} and {@link Keys#RECEIPT}.
     */
    public void describe(Exchange exchange) {
        var message = exchange.getMessage();
        var caller = CurrentCaller.of(exchange);
        var source = source(message);
        CallNotes.of(exchange).ifPresent(notes -> notes.about(source));
        caller.sources().requireWrite(source);
        var bytes = message.getBody(byte[].class);
        var now = clock.instant();
        var frame = intake.describe(new ArrivedPicture(
                text(message, "Idempotency-Key")
                        .map(key -> Identities.frame(caller.clientId(), key))
                        .orElseGet(newIds::next),
                bytes,
                source,
                either(message, "capturedAt", "Captured-At"),
                now,
                now,
                Optional.empty(),
                null));
        exchange.setProperty(Keys.FRAME, frame);
        exchange.setProperty(Keys.CLAIM, frame.getClaim());
        exchange.setProperty(Keys.CONTENT, bytes);
        exchange.setProperty(Keys.RECEIPT, receipt(frame, caller.clientId()));
        text(message, "Idempotency-Key").ifPresent(key -> exchange.setProperty(Receipts.KEY, key));
    }

    private static String source(Message message) {
        var parameter = text(message, "source").isPresent() ? "source" : "Source-Id";
        return text(message, parameter)
                .map(id -> SourceId.check(id, parameter))
                .orElseThrow(
                        () -> new PermanentFailure(
                                FailureCode.INVALID_SOURCE,
                                "source is missing; name it by the parameter source of the query, or by the header Source-Id."));
    }

    /** Answers that the frame of {@link Keys#RECEIPT} is on its way, and when it counts as captured. */
    public void accept(Exchange exchange) {
        var receipt = exchange.getProperty(Keys.RECEIPT, Receipt.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 202);
        exchange.getMessage().setHeader("Location", "/v1/frames/" + receipt.frameId());
        var answer = frame(receipt);
        answer.put("sha256", receipt.sha256().hex());
        JsonBody.set(exchange.getMessage(), answer);
    }

    /** Body in: a receipt. Body out: the frame as it is known from it. */
    public void describeReceived(Exchange exchange) {
        exchange.getMessage().setBody(frame(exchange.getMessage().getBody(Receipt.class)));
    }

    private static Receipt receipt(FrameReceived frame, String client) {
        return new Receipt(
                frame.getFrameId(),
                client,
                frame.getSourceId(),
                Sha256.ofDigest(frame.getClaim().getSha256().bytes()),
                frame.getCapturedAt(),
                frame.getReceivedAt(),
                frame.getAttributes());
    }

    private static Map<String, Object> frame(Receipt receipt) {
        var frame = new HashMap<String, Object>();
        frame.put("frameId", receipt.frameId().toString());
        frame.put("state", "received");
        frame.put("sourceId", receipt.source());
        frame.put("capturedAt", receipt.capturedAt().toString());
        frame.put("receivedAt", receipt.receivedAt().toString());
        if (!receipt.attributes().isEmpty()) {
            frame.put("attributes", receipt.attributes());
        }
        return frame;
    }

    private static Optional<String> either(Message message, String name, String otherName) {
        return text(message, name).or(() -> text(message, otherName));
    }

    private static Optional<String> text(Message message, String name) {
        return Optional.ofNullable(message.getHeader(name, String.class));
    }
}
