package io.sightline.integration;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The rule on what listens for HTTP, for routes as they were really built. */
public final class HttpRule {
    private static final Set<String> CONTRACTS = Set.of("rest-openapi", "rest-api");

    /** The first part of the path is left open, and may be that of the API. */
    private static final Pattern ANYWHERE = Pattern.compile("/[^/]*[{*].*");

    private HttpRule() {}

    /**
     * Why a route may not be there.
     *
     * @param scheme of what it begins with
     * @param path that it listens at, when it listens for HTTP
     * @param isGuarded whether a policy stands before all of its steps, or everybody may come in
     */
    public static Optional<String> refusal(String scheme, String path, boolean isGuarded) {
        if (CONTRACTS.contains(scheme)) {
            return Optional.of(
                    "'" + scheme + "' listens at whatever paths a contract has, which cannot be judged; write"
                            + " its operations into a 'rest:'");
        }
        if (!HttpGuard.SCHEMES.contains(scheme)) {
            return Optional.empty();
        }
        var slashed = HttpGuard.slashed(path);
        if (HttpCheck.isReserved(slashed) || ANYWHERE.matcher(slashed).matches()) {
            return Optional.of("'" + scheme + ":" + slashed
                    + "' listens under /v1 or /v2, which belong to the API's contracts; choose another path");
        }
        return isGuarded
                ? Optional.empty()
                : Optional.of("'" + scheme + ":" + slashed + "' listens for HTTP, and nothing guards it; "
                        + HttpCheck.WAY_OUT);
    }

    /** Whether a note or property of a route says that everybody may call it. */
    public static boolean saysPublic(String note) {
        return HttpGuard.saysPublic(note);
    }
}
