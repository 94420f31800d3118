package io.sightline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.TestClock;
import io.sightline.failure.PermanentFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;

class IntrospectedTokenVerifierTest {
    private final TestClock clock = new TestClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<String, Object> attributes = new HashMap<>(Map.of(
            "iss",
            TestRealm.ISSUER,
            "sub",
            "7c1f",
            "aud",
            List.of("sightline"),
            "azp",
            "sightline-viewer",
            "typ",
            "Bearer",
            "scope",
            List.of("detections:read"),
            "exp",
            clock.instant().plus(Duration.ofMinutes(10))));

    @Test
    void asksOnceWhileTheAnswerIsBelieved() {
        var verifier = verifier(Optional.of(Duration.ofSeconds(60)));

        assertThat(verifier.verify("opaque").permissions()).containsExactly("detections:read");
        verifier.verify("opaque");
        assertThat(asked).hasValue(1);

        clock.advance(Duration.ofSeconds(60));
        verifier.verify("opaque");
        assertThat(asked).hasValue(2);
    }

    @Test
    void believesNoAnswerLongerThanTheTokenLives() {
        var verifier = verifier(Optional.of(Duration.ofHours(2)));
        verifier.verify("opaque");

        clock.advance(Duration.ofMinutes(11));

        refuses(verifier, "opaque", "expired");
    }

    @Test
    void refusesAnActiveTokenWithoutIssuer() {
        attributes.remove("iss");

        refuses(verifier(Optional.empty()), "opaque", "issuer");
    }

    @Test
    void refusesAnActiveTokenOfAnotherAudience() {
        attributes.put("aud", List.of("billing"));

        refuses(verifier(Optional.empty()), "opaque", "audience");
    }

    @Test
    void refusesARevokedToken() {
        refuses(verifier(Optional.empty()), "revoked", "not active");
    }

    private IntrospectedTokenVerifier verifier(Optional<Duration> timeToLive) {
        OpaqueTokenIntrospector introspector = token -> {
            asked.incrementAndGet();
            if (token.equals("revoked")) {
                throw new BadOpaqueTokenException("token " + token);
            }
            return new DefaultOAuth2AuthenticatedPrincipal(attributes, List.of());
        };
        return new IntrospectedTokenVerifier(
                introspector, TokenRules.of(TestRealm.ISSUER, "sightline"), clock, timeToLive);
    }

    private static void refuses(TokenVerifier verifier, String token, String words) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(words);
    }
}
