package io.sightline.doctor;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Judges a realm of Keycloak by what the API needs of it. */
final class RealmRules {
    private RealmRules() {}

    static Finding issuer(String expected, String named) {
        return new Complaints("keycloak")
                .fail(
                        !named.equals(expected),
                        "its tokens name the issuer " + named + ", and are refused",
                        "Set sightline.keycloak.server-url to the address that Keycloak gives itself (KC_HOSTNAME).")
                .about("realm " + expected);
    }

    /** @param algorithms of the keys that are for signatures, and of which the API believes one */
    static Finding keys(List<String> algorithms) {
        return new Complaints("keycloak.keys")
                .fail(
                        algorithms.isEmpty(),
                        "none that the API believes",
                        "Let the realm sign with RS256, ES256 or PS256 (Realm settings, Keys).")
                .about("keys " + algorithms);
    }

    /** What discovery does not name may be there all the same, and the API also believes the claim permissions. */
    static Finding scopes(Set<String> needed, Collection<String> known) {
        var missing = new TreeSet<>(needed);
        missing.removeAll(known);
        return new Complaints("keycloak.scopes")
                .warn(
                        !missing.isEmpty(),
                        "the realm does not name " + missing + " to those who ask for its scopes",
                        "Make them as client scopes of the realm, and give them to the clients, unless the realm hides"
                                + " them or tokens carry them in the claim permissions.")
                .about("scopes of the contract " + needed.size());
    }

    /**
     * Whether there is the client. Keycloak looks for it before it looks at the rest of what it was sent, which has no
     * address to go back to.
     *
     * @param status of the page for logging in, and {@code page} its text in English
     */
    static Finding client(String client, int status, String page) {
        var text = page.toLowerCase(Locale.ROOT);
        var isAbsent = text.contains("client not found");
        var isDisabled = text.contains("client disabled");
        if (!isAbsent && !isDisabled && !isOfAClient(status, text)) {
            return Finding.skipped(
                    "keycloak.client",
                    "client " + client + " cannot be told from the answer " + status + " of Keycloak");
        }
        return new Complaints("keycloak.client")
                .fail(
                        isAbsent,
                        "the realm has no such client, so no token can name it",
                        "Make the client, or look at sightline.keycloak.client-id.")
                .fail(isDisabled, "it is disabled", "Enable the client.")
                .about("client " + client);
    }

    /** A form, a way on, or a complaint about what a client that is not there is never asked for. */
    private static boolean isOfAClient(int status, String text) {
        return status == 200
                || status == 302
                || status == 303
                || status == 400 && text.contains("redirect_uri")
                || status == 403 && text.contains("bearer-only");
    }
}
