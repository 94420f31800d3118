package io.sightline.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sightline.claim.Sha256;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

/**
 * Verifies access tokens by asking the issuer, so that a revoked one is refused at once, or after the cache's time. The
 * answer is judged by the same rules as a signed token: an active token of another issuer, audience or type is refused.
 */
public final class IntrospectedTokenVerifier implements TokenVerifier {
    private static final int MAX_CACHED = 10_000;

    private final OpaqueTokenIntrospector introspector;
    private final TokenClaims claims;
    private final Clock clock;
    private final Duration timeToLive;
    private final Cache<Sha256, Known> cache =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    /** @param timeToLive how long an answer is believed; empty: each token is asked for each time */
    public IntrospectedTokenVerifier(
            OpaqueTokenIntrospector introspector, TokenRules rules, Clock clock, Optional<Duration> timeToLive) {
        this.introspector = introspector;
        this.claims = new TokenClaims(rules, clock);
        this.clock = clock;
        this.timeToLive = timeToLive.orElse(Duration.ZERO);
    }

    @Override
    public Caller verify(String token) {
        var key = Sha256.of(token.getBytes(StandardCharsets.UTF_8));
        var known = cache.getIfPresent(key);
        if (known == null || !clock.instant().isBefore(known.until())) {
            known = new Known(ask(token), clock.instant().plus(timeToLive));
            cache.put(key, known);
        }
        // Judged again each time, so that no cached answer outlives the token's own expiry.
        return claims.judge(known.attributes());
    }

    private Map<String, Object> ask(String token) {
        OAuth2AuthenticatedPrincipal principal;
        try {
            principal = introspector.introspect(token);
        } catch (BadOpaqueTokenException e) {
            throw TokenClaims.refused("The access token is not active.");
        } catch (OAuth2IntrospectionException e) {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE,
                    "The access token cannot be verified: Keycloak does not answer.");
        }
        return TokenClaims.withoutNulls(principal.getAttributes());
    }

    private record Known(Map<String, Object> attributes, Instant until) {}
}
