package io.sightline.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/** Access tokens of Keycloak, each used as long as it has five minutes to live. */
final class Tokens {
    private static final Duration LEAST = Duration.ofMinutes(5);

    private final BinaryOperator<String> source;
    private final Map<List<String>, String> known = new ConcurrentHashMap<>();

    /** @param source new access token by realm and client */
    Tokens(BinaryOperator<String> source) {
        this.source = source;
    }

    String of(String realm, String client) {
        return known.compute(
                List.of(realm, client),
                (key, token) -> token != null && lives(token) ? token : source.apply(realm, client));
    }

    /** What a token says, unverified. */
    static JsonNode claims(String token) {
        var payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        try {
            return new JsonMapper().readTree(new String(payload, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean lives(String token) {
        var expiry = Instant.ofEpochSecond(claims(token).path("exp").asLong());
        return expiry.isAfter(Instant.now().plus(LEAST));
    }
}
