package io.sightline.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.sightline.claim.Sha256;
import io.sightline.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies access tokens by their signature with the realm's cached keys; asks nobody while the keys are cached. A
 * client sends the same token with each request: its signature is verified once in {@link #BELIEVED}, its claims each
 * time.
 *
 * <p>Only asymmetric algorithms are accepted, and a symmetric key is never selected: otherwise the public key could be
 * used as an HMAC secret.
 */
public final class SignedTokenVerifier implements TokenVerifier {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.PS256);

    /** Longest that a signature is believed; short beside the time that the keys themselves are. */
    static final Duration BELIEVED = Duration.ofSeconds(30);

    private static final int MAX_BELIEVED = 1_000;

    private final NimbusJwtDecoder decoder;
    private final TokenClaims claims;
    private final Clock clock;
    /** By hash, so that no token stays in memory. */
    private final Cache<Sha256, Verified> believed = Caffeine.newBuilder()
            .maximumSize(MAX_BELIEVED)
            .expireAfterWrite(BELIEVED)
            .build();

    public SignedTokenVerifier(CachedKeys keys, TokenRules rules, Clock clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier((set, context) -> {}); // the claims are judged by TokenClaims
        decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(jwt -> OAuth2TokenValidatorResult.success());
        claims = new TokenClaims(rules, clock);
        this.clock = clock;
    }

    @Override
    public Caller verify(String token) {
        var key = Sha256.of(token.getBytes(StandardCharsets.UTF_8));
        var known = believed.getIfPresent(key);
        if (known == null || !known.isBelieved(clock.instant())) {
            known = new Verified(decode(token), clock.instant());
            believed.put(key, known);
        }
        return claims.judge(known.claims());
    }

    private Map<String, Object> decode(String token) {
        try {
            return decoder.decode(token).getClaims();
        } catch (JwtException | IllegalArgumentException e) {
            var cause = e.getCause();
            while (cause != null && !(cause instanceof Failure)) {
                cause = cause.getCause();
            }
            if (cause instanceof Failure failure) {
                throw failure;
            }
            // The library's message may quote the token, so that neither it nor its cause is passed on.
            throw TokenClaims.refused("The access token is malformed, or no key of the issuer has signed it.");
        }
    }

    private record Verified(Map<String, Object> claims, Instant at) {
        /** Not when the clock was set back since: how long ago it was is not known then. */
        boolean isBelieved(Instant now) {
            return !now.isBefore(at) && now.isBefore(at.plus(BELIEVED));
        }
    }
}
