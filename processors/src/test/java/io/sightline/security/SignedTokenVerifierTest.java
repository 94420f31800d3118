package io.sightline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import io.sightline.TestClock;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attacks of design/security.md that can be forged without Keycloak. */
class SignedTokenVerifierTest {
    private final TestClock clock = new TestClock();
    private final TestRealm realm = new TestRealm(clock);
    private final SignedTokenVerifier verifier = realm.verifier();

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void readsCallerScopesAndSourcesFromAValidToken() {
        var caller = verifier.verify(realm.token(claims -> claims.claim("permissions", List.of("operations"))
                .claim("realm_access", Map.of("roles", List.of("operator")))));

        assertThat(caller.clientId()).isEqualTo("sightline-viewer");
        assertThat(caller.permissions()).contains("detections:read", "images:read", "operations");
        assertThat(caller.roles()).containsExactly("operator");
        assertThat(caller.sources().permits("camera-1")).isTrue();
        assertThat(caller.sources().permits("camera-2")).isFalse();
        assertThat(caller.sources().permits(null)).isFalse();
    }

    @Test
    void permitsNoSourceToATokenWithoutTheClaim() {
        var caller = verifier.verify(realm.token(claims -> claims.claim("sightline_sources", null)));

        assertThat(caller.sources()).isEqualTo(SourceRule.NONE);
        assertThat(caller.sources().permits("camera-1")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("io.sightline.frame.SourceIds#valid")
    void permitsEveryIdThatASourceCanHave(String id) {
        var caller = verifier.verify(realm.token(claims -> claims.claim("sightline_sources", List.of("other", id))));

        assertThat(caller.sources().permits(id)).isTrue();
    }

    /** The database would fail on a NUL in each query of this caller. */
    @Test
    void leavesOutWhatNoSourceCanBeNamed() {
        var caller = verifier.verify(realm.token(
                claims -> claims.claim("sightline_sources", List.of("camera-1", "a\u0000", "..", "c".repeat(201)))));

        assertThat(caller.sources()).isEqualTo(SourceRule.only(Set.of("camera-1")));
    }

    @Test
    void permitsEverySourceToTheStar() {
        var caller = verifier.verify(realm.token(claims -> claims.claim("sightline_sources", "*")));

        assertThat(caller.sources().permits("camera-7")).isTrue();
        assertThat(caller.sources().permits(null)).isTrue();
    }

    @Test
    void refusesAnUnsignedToken() {
        refuses(new PlainJWT(realm.claims().build()).serialize());
    }

    @Test
    void refusesAnHmacWithThePublicKeyAsSecret() throws Exception {
        var publicKey = realm.key().toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        refuses(realm.signed(JWSAlgorithm.HS256, "realm-key", new MACSigner(publicKey), UnaryOperator.identity()));

        var encoded = realm.key().toRSAPublicKey().getEncoded();
        refuses(realm.signed(JWSAlgorithm.HS256, "realm-key", new MACSigner(encoded), UnaryOperator.identity()));
    }

    @Test
    void refusesAnAlgorithmThatIsNotListedThoughTheKeyIsRight() {
        refuses(realm.signed(JWSAlgorithm.RS512, "realm-key", TestRealm.signer(realm.key()), UnaryOperator.identity()));
    }

    @Test
    void refusesTheKeyOfAnotherRealmThoughItBearsTheSameId() throws Exception {
        var foreign = new RSAKeyGenerator(2048).keyID("realm-key").generate();

        refuses(realm.signed(JWSAlgorithm.RS256, "realm-key", TestRealm.signer(foreign), UnaryOperator.identity()));
    }

    @Test
    void refusesAChangedPayload() {
        var parts = realm.token(UnaryOperator.identity()).split("\\.");
        var other =
                realm.token(claims -> claims.claim("sightline_sources", "*")).split("\\.");

        refuses(parts[0] + "." + other[1] + "." + parts[2]);
    }

    /** CVE-2026-23552. */
    @Test
    void refusesAnotherIssuer() {
        refuses(realm.token(claims -> claims.issuer("http://keycloak.test/realms/other")), "issuer");
    }

    @Test
    void refusesATokenWithoutIssuer() {
        refuses(realm.token(claims -> claims.issuer(null)), "issuer");
    }

    /** CVE-2026-46455. */
    @Test
    void refusesAnExpiredToken() {
        var token = realm.token(UnaryOperator.identity());
        clock.advance(Duration.ofMinutes(61));

        refuses(token, "expired");
    }

    @Test
    void refusesATokenThatExpiresWhileItsSignatureIsStillBelieved() {
        // Given
        var token = realm.token(
                claims -> claims.expirationTime(Date.from(clock.instant().plus(Duration.ofSeconds(10)))));
        assertThat(verifier.verify(token)).isEqualTo(verifier.verify(token));
        // When
        clock.advance(SignedTokenVerifier.BELIEVED.minusSeconds(10));
        // Then
        refuses(token, "expired");
    }

    @Test
    void believesNoOtherSignatureBecauseOfOneThatItHasVerified() {
        var parts = realm.token(UnaryOperator.identity()).split("\\.");
        var other = realm.token(claims -> claims.jwtID("other")).split("\\.");
        verifier.verify(String.join(".", parts));

        refuses(parts[0] + "." + parts[1] + "." + other[2]);
    }

    @Test
    void verifiesASignatureAgainSoThatAWithdrawnKeyIsForgotten() {
        // Given
        var token = realm.token(UnaryOperator.identity());
        verifier.verify(token);
        // When
        realm.answer(500);
        clock.advance(CachedKeys.USABLE.plus(SignedTokenVerifier.BELIEVED));
        // Then
        assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(TransientFailure.class);
    }

    /** How long ago a signature was verified is not known then. */
    @Test
    void verifiesASignatureAgainWhenTheClockWasSetBack() throws Exception {
        // Given
        verifier.verify(realm.token(UnaryOperator.identity()));
        clock.advance(CachedKeys.FRESH.minusSeconds(10));
        var token = realm.token(claims -> claims.jwtID("believed"));
        verifier.verify(token);
        realm.withdrawKey();
        clock.advance(Duration.ofSeconds(10));
        refuses(realm.token(claims -> claims.jwtID("too late")));
        assertThat(verifier.verify(token).clientId()).isEqualTo("sightline-viewer");
        // When
        clock.advance(Duration.ofSeconds(-11));
        // Then
        refuses(token);
    }

    @Test
    void refusesATokenThatNeverExpires() {
        refuses(realm.token(claims -> claims.expirationTime(null)), "expired");
    }

    @Test
    void refusesATokenOfTheFuture() {
        refuses(
                realm.token(
                        claims -> claims.notBeforeTime(Date.from(clock.instant().plus(Duration.ofMinutes(5))))),
                "not valid yet");
    }

    @Test
    void refusesTheAudienceOfAnotherClient() {
        refuses(realm.token(claims -> claims.audience("billing")), "audience sightline");
    }

    @Test
    void acceptsItsOwnClientAsAuthorizedPartyInsteadOfTheAudience() {
        var caller =
                verifier.verify(realm.token(claims -> claims.audience("account").claim("azp", "sightline")));

        assertThat(caller.clientId()).isEqualTo("sightline");
    }

    @Test
    void refusesAnIdToken() {
        refuses(realm.token(claims -> claims.claim("typ", "ID")), "not an access token");
    }

    @Test
    void refusesARefreshToken() {
        refuses(realm.token(claims -> claims.claim("typ", "Refresh")), "not an access token");
        refuses(realm.token(claims -> claims.claim("typ", "Offline")), "not an access token");
        refuses(realm.token(claims -> claims.claim("typ", null)), "not an access token");
    }

    @Test
    void refusesWhatIsNoTokenAtAll() {
        for (var text : List.of("", "x", "a.b.c", "....", "eyJhbGciOiJub25lIn0.e30.")) {
            refuses(text);
        }
    }

    @Test
    void asksForTheKeysOnceForManyTokens() {
        for (var i = 0; i < 50; i++) {
            var id = "token-" + i;
            verifier.verify(realm.token(claims -> claims.jwtID(id)));
        }

        assertThat(realm.fetches).hasValue(1);
    }

    private void refuses(String token) {
        refuses(token, "");
    }

    private void refuses(String token, String words) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining(words)
                .hasNoCause()
                .satisfies(failure ->
                        assertThat(((PermanentFailure) failure).code()).isEqualTo(FailureCode.UNAUTHENTICATED))
                .satisfies(failure -> {
                    if (token.length() > 20) {
                        assertThat(failure.toString()).doesNotContain(token.substring(0, 20));
                    }
                });
    }
}
