package io.sightline.security;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.sightline.failure.Failure;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies access tokens by their signature with the realm's cached keys; asks nobody while the keys are cached.
 *
 * <p>Only asymmetric algorithms are accepted, and a symmetric key is never selected: otherwise the public key could be
 * used as an HMAC secret.
 */
public final class SignedTokenVerifier implements TokenVerifier {
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.PS256);

    private final NimbusJwtDecoder decoder;
    private final TokenClaims claims;

    public SignedTokenVerifier(CachedKeys keys, TokenRules rules, Clock clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier((set, context) -> {}); // the claims are judged by TokenClaims
        decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(jwt -> OAuth2TokenValidatorResult.success());
        claims = new TokenClaims(rules, clock);
    }

    @Override
    public Caller verify(String token) {
        Map<String, Object> verified;
        try {
            verified = decoder.decode(token).getClaims();
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
        return claims.judge(verified);
    }
}
