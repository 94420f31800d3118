package io.sightline.security;

import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.SourceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the claims of a token whose origin is proven, by signature or by introspection, and reads the caller from
 * them. Claims that are missing or of another shape than Keycloak's are refused, never guessed.
 */
final class TokenClaims {
    /** Clocks of this service and of Keycloak may differ by this much. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final TokenRules rules;
    private final Clock clock;

    TokenClaims(TokenRules rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /** The caller, when every rule is kept. */
    Caller judge(Map<String, Object> claims) {
        var now = clock.instant();
        var expiry = time(claims, "exp");
        if (expiry == null || !now.minus(CLOCK_SKEW).isBefore(expiry)) {
            throw refused("The access token has expired.");
        }
        var notBefore = time(claims, "nbf");
        if (notBefore != null && now.plus(CLOCK_SKEW).isBefore(notBefore)) {
            throw refused("The access token is not valid yet.");
        }
        if (rules.validateIssuer() && !rules.issuer().equals(text(claims, "iss"))) {
            throw refused("The access token is not from the issuer " + rules.issuer() + ".");
        }
        var type = text(claims, "typ");
        if (type == null || !rules.tokenTypes().contains(type)) {
            throw refused("This is not an access token: its type must be one of " + rules.tokenTypes() + ".");
        }
        requireAudience(claims);
        return caller(claims);
    }

    private void requireAudience(Map<String, Object> claims) {
        var party = text(claims, "azp");
        var audience = words(claims.get("aud"), false);
        if (rules.clientId().equals(party)) {
            audience.add(party);
        }
        if (!audience.containsAll(rules.audiences())) {
            throw refused("The access token is not for the audience " + String.join(", ", rules.audiences()) + ".");
        }
        if (rules.authorizedParty().isPresent()
                && !rules.authorizedParty().get().equals(party)) {
            throw refused("The access token was not asked for by the client "
                    + rules.authorizedParty().get() + ".");
        }
    }

    private Caller caller(Map<String, Object> claims) {
        var permissions = words(claims.get("scope"), true);
        permissions.addAll(words(claims.get("permissions"), true));
        var roles = roles(claims.get("realm_access"));
        if (claims.get("resource_access") instanceof Map<?, ?> access) {
            roles.addAll(roles(access.get(rules.clientId())));
        }
        var party = text(claims, "azp");
        var subject = text(claims, "sub");
        if (subject == null && party == null) {
            throw refused("The access token names neither a subject nor a client.");
        }
        var client = party == null ? "" : party;
        return new Caller(subject == null ? client : subject, client, permissions, roles, sources(claims));
    }

    private static SourceRule sources(Map<String, Object> claims) {
        var named = words(claims.get("sightline_sources"), false);
        if (named.contains("*")) {
            return SourceRule.EVERY;
        }
        // No source has such an id, and the database would fail on some of them.
        named.removeIf(id -> !SourceId.isValid(id));
        return SourceRule.only(named);
    }

    private static Set<String> roles(@Nullable Object access) {
        return access instanceof Map<?, ?> map ? words(map.get("roles"), false) : new LinkedHashSet<>();
    }

    /** A list of texts, or one text, as a set that may be added to; a text is split at blanks when asked. */
    private static Set<String> words(@Nullable Object value, boolean split) {
        var words = new LinkedHashSet<String>();
        var values = value instanceof Collection<?> list ? list : value == null ? List.of() : List.of(value);
        for (var each : values) {
            if (each instanceof String text) {
                words.addAll(split ? List.of(text.trim().split("\\s+")) : List.of(text));
            }
        }
        words.remove("");
        return words;
    }

    private static @Nullable String text(Map<String, Object> claims, String name) {
        var value = claims.get(name);
        return value == null ? null : value.toString();
    }

    private static @Nullable Instant time(Map<String, Object> claims, String name) {
        var value = claims.get(name);
        if (value instanceof Instant instant) {
            return instant;
        }
        return value instanceof Number seconds ? Instant.ofEpochSecond(seconds.longValue()) : null;
    }

    static Map<String, Object> withoutNulls(@Nullable Map<String, Object> claims) {
        var kept = new HashMap<>(claims == null ? Map.<String, Object>of() : claims);
        kept.values().removeIf(Objects::isNull);
        return kept;
    }

    static PermanentFailure refused(String message) {
        return new PermanentFailure(FailureCode.UNAUTHENTICATED, message);
    }
}
