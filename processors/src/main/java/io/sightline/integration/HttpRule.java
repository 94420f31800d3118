package io.sightline.integration;

import java.util.Optional;

/** The rule on what listens for HTTP, for routes as they were really built. */
public final class HttpRule {
    private HttpRule() {}

    /**
     * Why a route may not be there.
     *
     * @param from what it begins with
     * @param note of the route
     * @param isGuarded whether a policy stands before all of its steps
     */
    public static Optional<String> refusal(String from, String note, boolean isGuarded) {
        var uri = EndpointUri.of(from);
        if (!HttpGuard.SCHEMES.contains(uri.scheme())) {
            return Optional.empty();
        }
        if (HttpCheck.isReserved(HttpGuard.slashed(uri.path()))) {
            return Optional.of("'" + uri.scheme() + ":" + uri.path()
                    + "' listens under /v1 or /v2, which belong to the API's contracts; choose another path");
        }
        return isGuarded || HttpGuard.saysPublic(note)
                ? Optional.empty()
                : Optional.of("'" + uri.scheme() + ":" + uri.path() + "' listens for HTTP, and nothing guards it; "
                        + HttpCheck.WAY_OUT);
    }
}
