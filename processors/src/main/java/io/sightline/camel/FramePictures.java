package io.sightline.camel;

import io.sightline.claim.Sha256;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.contract.ByteRange;
import io.sightline.contract.EntityTag;
import io.sightline.contract.MediaTypes;
import io.sightline.contract.Problem;
import io.sightline.failure.FailureCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.apache.camel.Exchange;

/** The steps around a frame's picture as it was received: whether the client has it, which part it wants. */
public final class FramePictures {
    private final PicturesInFlight inFlight;

    public FramePictures(PicturesInFlight inFlight) {
        this.inFlight = inFlight;
    }

    /**
     * {@link Keys#CLAIM}, {@link Keys#ACCEPT} and headers in. Sets {@link Keys#RANGE}, or answers when no byte needs to
     * be read.
     *
     * @throws io.sightline.failure.PermanentFailure NOT_ACCEPTABLE when the client wants pictures of other types
     */
    public void ask(Exchange exchange) {
        var claim = exchange.getProperty(Keys.CLAIM, ClaimRef.class);
        // The contract lists all types of pictures; which one this is was not known before.
        MediaTypes.requireAcceptable(claim.getMediaType(), accepted(exchange));
        var message = exchange.getMessage();
        var tag = tagOf(claim);
        message.setHeader("ETag", tag.header());
        message.setHeader("Cache-Control", "private, no-cache");
        message.setHeader("Accept-Ranges", "bytes");
        if (tag.isNamedBy(message.getHeader("If-None-Match", String.class))) {
            answerUnchanged(exchange, claim.getMediaType());
            return;
        }
        if (!tag.isUnchangedFor(message.getHeader("If-Range", String.class))) {
            return;
        }
        ByteRange.of(message.getHeader("Range", String.class), claim.getSize()).ifPresent(range -> {
            message.setHeader("Content-Range", range.header());
            if (range.isSatisfiable()) {
                exchange.setProperty(Keys.RANGE, range);
                message.setHeader(Exchange.HTTP_RESPONSE_CODE, HttpServletResponse.SC_PARTIAL_CONTENT);
            } else {
                refuse(exchange, range);
            }
        });
    }

    /** Whether the picture is needed: the answer is not there already, without it. */
    public boolean isNeeded(Exchange exchange) {
        return exchange.getProperty(Keys.ANSWERED) == null;
    }

    /**
     * {@link Keys#CLAIM} in. Waits until there is room for its bytes.
     *
     * @throws io.sightline.failure.TransientFailure OVERLOADED when there is none in time
     */
    public void makeRoom(Exchange exchange) {
        inFlight.begin(
                exchange, exchange.getProperty(Keys.CLAIM, ClaimRef.class).getSize());
    }

    /**
     * Body in: the picture's bytes, compared with its claim. Body out: the answer, which ends with its last byte or not
     * at all.
     */
    public void answer(Exchange exchange) {
        var claim = exchange.getProperty(Keys.CLAIM, ClaimRef.class);
        var range = exchange.getProperty(Keys.RANGE, ByteRange.class);
        var message = exchange.getMessage();
        var picture = message.getBody(byte[].class);
        var first = range == null ? 0 : (int) range.first();
        var length = range == null ? picture.length : (int) range.length();
        var connection = exchange.getProperty(Keys.CONNECTION, AnswerConnection.class);
        message.setBody(new WholeAnswer(
                new ByteArrayInputStream(picture, first, length), connection, RequestTrace.idOf(exchange)));
        message.setHeader(Exchange.CONTENT_TYPE, claim.getMediaType());
        var response = message.getHeader(ContractRequest.SERVLET_RESPONSE, HttpServletResponse.class);
        if (response != null) {
            // Camel drops the header.
            response.setContentLengthLong(length);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> accepted(Exchange exchange) {
        var accept = (List<String>) exchange.getProperty(Keys.ACCEPT, List.class);
        return accept == null ? List.of() : accept;
    }

    static EntityTag tagOf(ClaimRef claim) {
        return new EntityTag(Sha256.ofDigest(claim.getSha256().bytes()).hex(), false);
    }

    /**
     * Answers that the client has it. The type is that of the picture: without one Camel names all of the contract at
     * once.
     */
    static void answerUnchanged(Exchange exchange, String mediaType) {
        exchange.setProperty(Keys.ANSWERED, true);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, HttpServletResponse.SC_NOT_MODIFIED);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, mediaType);
        exchange.getMessage().setBody(new byte[0]);
    }

    private static void refuse(Exchange exchange, ByteRange range) {
        var message = exchange.getMessage();
        var code = FailureCode.RANGE_NOT_SATISFIABLE;
        var detail = "Range must begin before the end of the picture, which has " + range.size() + " bytes, was "
                + message.getHeader("Range", String.class) + ".";
        exchange.setProperty(Keys.ANSWERED, true);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, code.httpStatus());
        message.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
        message.setBody(Problem.of(code, code.httpStatus(), detail, RequestTrace.idOf(exchange))
                .json());
    }
}
