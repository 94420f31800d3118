package io.sightline.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The realm's public keys. Fetched when first needed, so that this service starts while Keycloak is still starting;
 * fetched again when they get old or a token names an unknown key, but at most once per {@link #PAUSE} whatever
 * arrives; used for {@link #USABLE} when Keycloak does not answer, and refused as DEPENDENCY_UNAVAILABLE afterwards: no
 * token is wrong because Keycloak is away.
 */
public final class CachedKeys implements JWKSource<SecurityContext> {
    /** No second fetch within this time after one that succeeded. */
    static final Duration PAUSE = Duration.ofSeconds(30);

    /** No second fetch within this time after one that failed. */
    static final Duration RETRY = Duration.ofSeconds(5);

    /** Keys are fetched again when older than this, so that withdrawn ones are forgotten. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /**
     * Keys older than this verify nothing. What they have verified before is believed for
     * {@link SignedTokenVerifier#BELIEVED} from then on.
     */
    static final Duration USABLE = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(CachedKeys.class);

    private final KeyEndpoint endpoint;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Snapshot snapshot;
    private volatile Instant nextFetch = Instant.MIN;

    public CachedKeys(KeyEndpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) throws KeySourceException {
        var known = snapshot;
        if (known == null || olderThan(known, FRESH)) {
            refresh(known == null || olderThan(known, USABLE));
        }
        var found = selector.select(usable());
        if (found.isEmpty() && refresh(false)) {
            found = selector.select(usable());
        }
        return found;
    }

    private JWKSet usable() {
        var known = snapshot;
        if (known == null || olderThan(known, USABLE)) {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE,
                    "The access token cannot be verified: the keys of its issuer cannot be read at the moment.");
        }
        return known.keys();
    }

    /** Fetches when the pause is over; says whether there may be new keys. */
    private boolean refresh(boolean wait) {
        if (clock.instant().isBefore(nextFetch)) {
            return false;
        }
        if (wait) {
            fetching.lock();
        } else if (!fetching.tryLock()) {
            return false;
        }
        try {
            return !clock.instant().isBefore(nextFetch) && fetch();
        } finally {
            fetching.unlock();
        }
    }

    private boolean fetch() {
        try {
            var keys = endpoint.fetch();
            snapshot = new Snapshot(keys, clock.instant());
            nextFetch = clock.instant().plus(PAUSE);
            return true;
        } catch (KeySourceException e) {
            nextFetch = clock.instant().plus(RETRY);
            LOG.atWarn()
                    .addKeyValue("address", endpoint.address())
                    .addKeyValue("reason", e.getMessage())
                    .log(
                            "Keycloak's keys cannot be read; see sightline.keycloak.server-url and, for an authority of your own, sightline.keycloak.ssl-bundle");
            return false;
        }
    }

    private boolean olderThan(Snapshot known, Duration age) {
        return !clock.instant().isBefore(known.fetchedAt().plus(age));
    }

    private record Snapshot(JWKSet keys, Instant fetchedAt) {}
}
