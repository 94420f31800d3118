package io.sightline.camel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
    private final Counter repaired;

    /** @param sound what was compared not long ago */
    public RepairClaim(RecentClaims sound, MeterRegistry meters) {
        this.sound = sound;
        // From the start, so that an alert sees the first one.
        this.repaired = Counter.builder("sightline.claims.repaired").register(meters);
    }

    /** Whether it is not known what the object holds. */
    public boolean isUnknown(Exchange exchange) {
        exchange.removeProperty(DAMAGE);
        return !sound.contains(claim(exchange).getKey());
    }

    /** Body in: the object's stream, which is compared. */
    public void compare(Exchange exchange) throws IOException {
        var claim = claim(exchange);
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

    /** Counts what was put, and says in the log why. */
    public void report(Exchange exchange) {
        repaired.increment();
        warn(exchange, exchange.getProperty(DAMAGE), "an object was put again from the bytes that came again");
    }

    /**
     * The store lets objects be put, and neither read nor replaced: the object is taken for sound, and is not looked at
     * again for a while.
     */
    public void leave(Exchange exchange) {
        warn(
                exchange,
                String.valueOf(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                        .getMessage()),
                "an object that is there may be neither read nor replaced; permit s3:GetObject and s3:PutObject");
        sound.add(claim(exchange).getKey());
        exchange.removeProperty(DAMAGE);
    }

    private static void warn(Exchange exchange, Object cause, String what) {
        var claim = claim(exchange);
        LOG.atWarn()
                .addKeyValue("bucket", claim.getBucket())
                .addKeyValue("key", claim.getKey())
                .addKeyValue("cause", cause)
                .log(what);
    }

    private static ClaimRef claim(Exchange exchange) {
        return exchange.getProperty(Keys.CLAIM, ClaimRef.class);
    }
}
