package io.sightline.security;

import java.util.Optional;
import java.util.Set;

/**
 * What an access token must say to be accepted here.
 *
 * @param issuer the realm that must have issued it
 * @param validateIssuer false accepts any issuer whose key is known; never for production
 * @param clientId this service's client
 * @param audiences must all be in {@code aud}; {@code azp} equal to {@code clientId} stands in for the latter
 * @param tokenTypes accepted values of the claim {@code typ}
 * @param authorizedParty when given, the only accepted {@code azp}
 */
public record TokenRules(
        String issuer,
        boolean validateIssuer,
        String clientId,
        Set<String> audiences,
        Set<String> tokenTypes,
        Optional<String> authorizedParty) {
    public TokenRules {
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("clientId must name the client of this service, was blank");
        }
        audiences = audiences.isEmpty() ? Set.of(clientId) : Set.copyOf(audiences);
        tokenTypes = tokenTypes.isEmpty() ? Set.of("Bearer") : Set.copyOf(tokenTypes);
    }

    /** The usual rules: this issuer, this client as audience, access tokens only. */
    public static TokenRules of(String issuer, String clientId) {
        return new TokenRules(issuer, true, clientId, Set.of(), Set.of(), Optional.empty());
    }
}
