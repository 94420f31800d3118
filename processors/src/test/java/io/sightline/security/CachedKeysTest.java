package io.sightline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import io.sightline.TestClock;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.TransientFailure;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CachedKeysTest {
    private final TestClock clock = new TestClock();
    private final TestRealm realm = new TestRealm(clock);
    private final SignedTokenVerifier verifier = realm.verifier();

    @AfterEach
    void close() {
        realm.close();
    }

    @Test
    void fetchesAtMostOnceInThirtySecondsHoweverManyUnknownKeysAreNamed() {
        // Given
        verifier.verify(valid());
        // When
        for (var i = 0; i < 100; i++) {
            refuses(naming("unknown-" + i));
        }
        // Then
        assertThat(realm.fetches).hasValue(1);
    }

    @Test
    void looksForAnUnknownKeyAgainAfterThirtySeconds() {
        verifier.verify(valid());

        clock.advance(Duration.ofSeconds(29));
        refuses(naming("unknown"));
        assertThat(realm.fetches).hasValue(1);

        clock.advance(Duration.ofSeconds(1));
        refuses(naming("unknown"));
        refuses(naming("unknown"));
        assertThat(realm.fetches).hasValue(2);
    }

    @Test
    void usesKnownKeysForFifteenMinutesWhileTheRealmIsAwayAndRefusesAfterwards() {
        // Given
        verifier.verify(valid());
        realm.answer(503);
        // When
        clock.advance(Duration.ofMinutes(14).plusSeconds(59));
        // Then
        assertThat(verifier.verify(valid()).clientId()).isEqualTo("sightline-viewer");
        // When
        clock.advance(Duration.ofSeconds(1));
        // Then
        cannotTell(valid());
    }

    @Test
    void recoversWhenTheRealmAnswersAgain() {
        realm.answer(503);
        cannotTell(valid());

        realm.answer(200);
        clock.advance(CachedKeys.RETRY);

        assertThat(verifier.verify(valid()).clientId()).isEqualTo("sightline-viewer");
    }

    @Test
    void doesNotAskAnAbsentRealmOnEachRequest() {
        realm.answer(503);

        for (var i = 0; i < 100; i++) {
            cannotTell(valid());
        }

        assertThat(realm.fetches).hasValue(1);
    }

    /** CVE-2026-85251. */
    @Test
    void followsNoRedirect() {
        realm.answer(302);

        cannotTell(valid());
    }

    @Test
    void saysThatABrokenOrForgedTokenIsWrongAsLongAsItHasKeys() {
        // Given
        verifier.verify(valid());
        realm.answer(503);
        // When, then
        refuses("a.b.c");
        refuses(naming("unknown"));
    }

    private String valid() {
        return realm.token(UnaryOperator.identity());
    }

    private String naming(String keyId) {
        return realm.signed(JWSAlgorithm.RS256, keyId, TestRealm.signer(realm.key()), UnaryOperator.identity());
    }

    /** The realm is away, which no new token would cure. */
    private void cannotTell(String token) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOf(TransientFailure.class)
                .satisfies(failure ->
                        assertThat(((TransientFailure) failure).code()).isEqualTo(FailureCode.DEPENDENCY_UNAVAILABLE));
    }

    private void refuses(String token) {
        assertThatThrownBy(() -> verifier.verify(token))
                .isInstanceOf(PermanentFailure.class)
                .satisfies(failure ->
                        assertThat(((PermanentFailure) failure).code()).isEqualTo(FailureCode.UNAUTHENTICATED));
    }
}
