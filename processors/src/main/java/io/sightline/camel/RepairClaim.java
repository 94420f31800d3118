package io.sightline.camel;

import io.sightline.claim.ClaimReader;
import io.sightline.claim.RecentClaims;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.PermanentFailure;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps around an object that is there already when {@link Keys#CONTENT} is to be stored under its name: whether it
 * holds these very bytes. Whoever has them is the only one who can mend it.
 */
public final class RepairClaim {
    private static final Logger LOG = LoggerFactory.getLogger(RepairClaim.class);
    private static final String DAMAGE = "sightline.claimDamage";

    private final ClaimReader reader = new ClaimReader();
    private final RecentClaims sound;

    /** @param sound what was compared not long ago */
    public RepairClaim(RecentClaims sound) {
        this.sound = sound;
    }

    /** Whether it is not known what the object holds. */
    public boolean isUnknown(Exchange exchange) {
        return !sound.contains(claim(exchange).getKey());
    }

    /** Body in: the object's stream, which is compared. */
    public void compare(Exchange exchange) throws IOException {
        var claim = claim(exchange);
        exchange.removeProperty(DAMAGE);
        try {
            reader.compare(claim, (InputStream) exchange.getMessage().getBody());
            sound.add(claim.getKey());
        } catch (PermanentFailure corrupt) {
            exchange.setProperty(DAMAGE, corrupt.getMessage());
        }
    }

    /** The object has gone since it was met. */
    public void miss(Exchange exchange) {
        exchange.setProperty(DAMAGE, "the object is gone");
    }

    /** Whether the object is to be replaced. */
    public boolean isDamaged(Exchange exchange) {
        return exchange.getProperty(DAMAGE) != null;
    }

    /** Says in the log what was replaced. */
    public void report(Exchange exchange) {
        var claim = claim(exchange);
        LOG.atWarn()
                .addKeyValue("bucket", claim.getBucket())
                .addKeyValue("key", claim.getKey())
                .addKeyValue("cause", exchange.getProperty(DAMAGE))
                .log("an object did not hold what its name says; it was replaced by the bytes that came again");
    }

    private static ClaimRef claim(Exchange exchange) {
        return exchange.getProperty(Keys.CLAIM, ClaimRef.class);
    }
}
