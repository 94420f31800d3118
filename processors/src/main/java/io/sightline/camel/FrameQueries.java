package io.sightline.camel;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.InferenceEngine;
import io.sightline.picture.PictureAnnotator;
import io.sightline.query.AnnotationRows;
import io.sightline.query.FrameAnswer;
import io.sightline.query.ProvenanceAnswer;
import io.sightline.security.SourceRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * The steps around the SQL of one frame. The SQL leaves its rows in the exchange variables {@code frameRows},
 * {@code letterRows}, {@code inferenceRows} and {@code detectionRows}.
 */
public final class FrameQueries {
    private static final String DRAWN = "image/jpeg";

    private final InferenceEngine engine;
    private final PictureAnnotator annotator;

    public FrameQueries(InferenceEngine engine, PictureAnnotator annotator) {
        this.engine = engine;
        this.annotator = annotator;
    }

    /** Header in: id. Body out: named parameters of the SQL, with the caller's sources. */
    public void ask(Exchange exchange) {
        var parameters =
                new HashMap<String, Object>(CurrentCaller.of(exchange).sources().queryParameters());
        parameters.put("id", id(exchange));
        exchange.getMessage().setBody(parameters);
    }

    /** Whether the database knows of the frame. */
    public boolean isKnown(Exchange exchange) {
        return !rows(exchange, "frameRows").isEmpty()
                || !rows(exchange, "letterRows").isEmpty();
    }

    /** Variables in: rows. Body out: the frame. */
    public void answer(Exchange exchange) {
        JsonBody.set(
                exchange.getMessage(),
                FrameAnswer.of(
                        id(exchange),
                        rows(exchange, "frameRows"),
                        rows(exchange, "letterRows"),
                        rows(exchange, "inferenceRows"),
                        rows(exchange, "detectionRows")));
    }

    /**
     * Variables in: rows. Body out: what led to what was found on the frame.
     *
     * @throws PermanentFailure NOT_FOUND when the frame is not stored, or of a foreign source
     */
    public void answerProvenance(Exchange exchange) {
        JsonBody.set(
                exchange.getMessage(),
                ProvenanceAnswer.of(
                        id(exchange),
                        storedFrame(exchange),
                        rows(exchange, "inferenceRows"),
                        rows(exchange, "detectionRows")));
    }

    /** Body in: what the receipt says, a map with {@code sourceId}, or nothing. Body out: the frame as received. */
    public void answerReceived(Exchange exchange) {
        var receipt = exchange.getMessage().getBody(Map.class);
        if (receipt == null || receipt.isEmpty()) {
            throw SourceRule.noSuchFrame(id(exchange));
        }
        var source = Optional.ofNullable(receipt.get("sourceId")).map(Object::toString);
        CallNotes.of(exchange).ifPresent(notes -> source.ifPresent(notes::about));
        CurrentCaller.of(exchange).sources().requireFrame(id(exchange), source.orElse(null));
        JsonBody.set(exchange.getMessage(), receipt);
    }

    /** Variables in: rows. Sets {@link Keys#CLAIM} to the picture's claim. */
    public void askPicture(Exchange exchange) {
        var frames = rows(exchange, "frameRows");
        if (frames.isEmpty() || rows(exchange, "inferenceRows").isEmpty()) {
            // One answer for all cases: ids of foreign frames cannot be probed.
            throw new PermanentFailure(
                    FailureCode.NOT_FOUND,
                    "There is no frame " + id(exchange) + ", or no model has run on it yet: GET /v1/frames/"
                            + id(exchange) + " says which.");
        }
        exchange.setProperty(Keys.CLAIM, AnnotationRows.claim(frames.get(0)));
    }

    /** Variable in: rows. Sets {@link Keys#CLAIM} to the claim of the picture, be there an inference or not. */
    public void askReceivedPicture(Exchange exchange) {
        exchange.setProperty(Keys.CLAIM, AnnotationRows.claim(storedFrame(exchange)));
    }

    /**
     * {@link Keys#CLAIM} and rows in. Names the state of the drawing, and answers it when the client has it already:
     * then nothing is fetched, and no permit taken.
     */
    public void askDrawing(Exchange exchange) {
        var tag = AnnotationRows.tag(exchange.getProperty(Keys.CLAIM, ClaimRef.class), servingRows(exchange));
        var message = exchange.getMessage();
        message.setHeader("ETag", tag.header());
        message.setHeader("Cache-Control", "private, no-cache");
        if (tag.isNamedBy(message.getHeader("If-None-Match", String.class))) {
            FramePictures.answerUnchanged(exchange, DRAWN);
        }
    }

    /** Body in: the picture's bytes. Body out: the picture with its boxes drawn. */
    public void draw(Exchange exchange) {
        var message = exchange.getMessage();
        var detections = AnnotationRows.detections(servingRows(exchange));
        var picture = message.getBody(byte[].class);
        message.setBody(engine.withPermit(() -> annotator.draw(picture, detections)));
        message.setHeader(Exchange.CONTENT_TYPE, DRAWN);
    }

    private static Map<String, Object> storedFrame(Exchange exchange) {
        // One answer for both cases, as above.
        return rows(exchange, "frameRows").stream()
                .findFirst()
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.NOT_FOUND,
                        "There is no frame " + id(exchange)
                                + ", or it is received and not stored yet: GET /v1/frames/" + id(exchange)
                                + " says which."));
    }

    private static List<Map<String, Object>> servingRows(Exchange exchange) {
        return rows(exchange, "detectionRows").stream()
                .filter(row -> "SERVING".equals(row.get("purpose")))
                .toList();
    }

    private static String id(Exchange exchange) {
        return exchange.getMessage().getHeader("id", String.class);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Exchange exchange, String variable) {
        var rows = (List<Map<String, Object>>) exchange.getVariable(variable, List.class);
        return rows == null ? List.of() : rows;
    }
}
