package io.sightline.camel;

import io.sightline.claim.ClaimNaming;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Body in: the bytes that are to be stored, with their media type in the header {@code Content-Type}. Sets
 * {@link Keys#CLAIM}, {@link Keys#CONTENT}.
 */
public final class NameContent implements Processor {
    private final ClaimNaming naming;

    public NameContent(ClaimNaming naming) {
        this.naming = naming;
    }

    /** @throws PermanentFailure EMPTY_BODY when there are no bytes */
    @Override
    public void process(Exchange exchange) {
        var message = exchange.getMessage();
        var content = message.getBody(byte[].class);
        if (content == null || content.length == 0) {
            throw new PermanentFailure(
                    FailureCode.EMPTY_BODY, "the body is empty, and the bytes to store are expected");
        }
        var mediaType = message.getHeader(Exchange.CONTENT_TYPE, "application/octet-stream", String.class);
        exchange.setProperty(Keys.CLAIM, naming.claim(content, mediaType));
        exchange.setProperty(Keys.CONTENT, content);
    }
}
