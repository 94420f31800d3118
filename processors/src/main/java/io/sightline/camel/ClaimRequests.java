package io.sightline.camel;

import io.minio.GetObjectArgs;
import io.minio.PutObjectArgs;
import io.sightline.claim.ClaimNaming;
import io.sightline.claim.v1.ClaimRef;
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
     * Body out: a request that stores the content in any case, for stores that know no conditions. The same content
     * changes nothing.
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
}
