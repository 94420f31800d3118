package io.sightline.camel;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.lifecycle.PlainJson;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Body in: a claim as JSON, or a record that holds one under {@code claim}. Sets {@link Keys#CLAIM}. */
public final class ReadClaim implements Processor {
    /** @throws io.sightline.failure.PermanentFailure UNDECODABLE_RECORD when the body is neither */
    @Override
    public void process(Exchange exchange) {
        var record = ContractJson.object(exchange.getMessage());
        var claim = record.has("claim") ? record.get("claim") : record;
        if (!claim.hasNonNull("sha256")) {
            throw ContractJson.undecodable(
                    "the body has no claim: expected are bucket, key, sha256, size and mediaType, alone or under 'claim'",
                    null);
        }
        try {
            exchange.setProperty(Keys.CLAIM, PlainJson.read(claim.toString(), ClaimRef.class));
        } catch (IllegalArgumentException e) {
            throw ContractJson.undecodable("the claim is " + e.getMessage(), e);
        }
    }
}
