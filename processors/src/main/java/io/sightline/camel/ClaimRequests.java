package io.sightline.camel;

import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.GetObjectArgs;
import io.minio.PutObjectArgs;
import io.sightline.claim.ClaimKey;
import io.sightline.claim.ClaimNaming;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import java.io.ByteArrayInputStream;
import java.util.Map;
import org.apache.camel.Exchange;

/** Bodies for camel-minio, made from {@link Keys#CLAIM} and {@link Keys#CONTENT}. */
public final class ClaimRequests {
    private final ClaimNaming naming;

    public ClaimRequests(ClaimNaming naming) {
        this.naming = naming;
    }

    /** Body out: a request that stores the content if the object is not there yet. */
    public void put(Exchange exchange) {
        put(exchange, Map.of("If-None-Match", "*"));
    }

    /**
     * Body out: a request that stores the content in any case, for stores that know no conditions and for objects that
     * hold other bytes. The same content changes nothing.
     */
    public void putAnyway(Exchange exchange) {
        put(exchange, Map.of());
    }

    private static void put(Exchange exchange, Map<String, String> conditions) {
        var claim = exchange.getProperty(Keys.CLAIM, ClaimRef.class);
        var content = exchange.getProperty(Keys.CONTENT, byte[].class);
        exchange.getMessage()
                .setBody(PutObjectArgs.builder()
                        .bucket(claim.getBucket())
                        .object(claim.getKey())
                        .contentType(claim.getMediaType())
                        .extraHeaders(conditions)
                        .stream(new ByteArrayInputStream(content), content.length, -1));
    }

    /** Body out: a request for the object. */
    public void get(Exchange exchange) {
        var claim = exchange.getProperty(Keys.CLAIM, ClaimRef.class);
        naming.require(claim);
        exchange.setProperty(Keys.FETCH_STARTED, System.nanoTime());
        exchange.getMessage()
                .setBody(GetObjectArgs.builder().bucket(claim.getBucket()).object(claim.getKey()));
    }

    /** Body out: a request that puts the object back from where a sweep has moved it. */
    public void restore(Exchange exchange) {
        var claim = exchange.getProperty(Keys.CLAIM, ClaimRef.class);
        exchange.getMessage()
                .setBody(CopyObjectArgs.builder()
                        .bucket(claim.getBucket())
                        .object(claim.getKey())
                        .source(CopySource.builder()
                                .bucket(claim.getBucket())
                                .object(ClaimKey.reclaimed(claim.getKey()))
                                .build()));
    }

    /** @throws PermanentFailure CLAIM_MISSING, always */
    public void missing(Exchange exchange) {
        var claim = exchange.getProperty(Keys.CLAIM, ClaimRef.class);
        throw new PermanentFailure(
                FailureCode.CLAIM_MISSING,
                "object " + claim.getBucket() + "/" + claim.getKey() + " is not in the store, nor under "
                        + ClaimKey.RECLAIMED + "; put it back");
    }
}
