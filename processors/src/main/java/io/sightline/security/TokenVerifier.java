package io.sightline.security;

/** Turns an access token into the caller it speaks for. */
@FunctionalInterface
public interface TokenVerifier {
    /**
     * The caller of a valid token.
     *
     * @throws io.sightline.failure.PermanentFailure UNAUTHENTICATED for anything else, without a part of the token in
     *     its message
     * @throws io.sightline.failure.TransientFailure DEPENDENCY_UNAVAILABLE when the issuer is needed and away
     */
    Caller verify(String token);
}
