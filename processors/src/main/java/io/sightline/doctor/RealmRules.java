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

    static Finding scopes(Set<String> needed, Collection<String> known) {
        var missing = new TreeSet<>(needed);
        missing.removeAll(known);
        return new Complaints("keycloak.scopes")
                .fail(
                        !missing.isEmpty(),
                        "the realm lacks " + missing + ", so nobody may ask for what needs them",
                        "Make them as client scopes of the realm, and give them to the clients.")
                .about("scopes of the contract " + needed.size());
    }

    /**
     * Whether there is the client.
     *
     * @param status of the page for logging in, and {@code page} its text in English
     */
    static Finding client(String client, int status, String page) {
        var text = page.toLowerCase(Locale.ROOT);
        return new Complaints("keycloak.client")
                .fail(status >= 500, "Keycloak answers " + status, "Look at the log of Keycloak.")
                .fail(
                        text.contains("client not found"),
                        "the realm has no such client, so no token can name it",
                        "Make the client, or look at sightline.keycloak.client-id.")
                .fail(text.contains("client disabled"), "it is disabled", "Enable the client.")
                .about("client " + client);
    }
}
