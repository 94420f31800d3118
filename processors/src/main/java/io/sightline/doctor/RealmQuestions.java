package io.sightline.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** What is asked of Keycloak, as anybody may ask it. */
public final class RealmQuestions {
    /** From where on tokens are refused that have just been given. */
    private static final Duration TOKENS = Duration.ofSeconds(5);

    private static final Set<String> ALGORITHMS = Set.of("RS256", "ES256", "PS256");

    private final Web web;
    private final String issuer;
    private final String client;

    /** @param issuer address of the realm, and {@code client} the one of this service */
    public RealmQuestions(Web web, String issuer, String client) {
        this.web = web;
        this.issuer = issuer;
        this.client = client;
    }

    /** Whether there is the realm, and its tokens will name the issuer that is expected. */
    public Finding realm() throws IOException, InterruptedException {
        var page = web.get(discovery());
        if (page.status() != 200) {
            return Finding.fail(
                    "keycloak",
                    issuer + " answers " + page.status() + (page.status() == 404 ? ": there is no such realm" : ""),
                    "Import the realm, or look at sightline.keycloak.server-url and .realm.");
        }
        return RealmRules.issuer(issuer, json(page).path("issuer").asText());
    }

    /** Whether the realm has keys that tokens may be signed with. */
    public Finding keys() throws IOException, InterruptedException {
        var page = web.get(URI.create(issuer + "/protocol/openid-connect/certs"));
        var keys = StreamSupport.stream(json(page).path("keys").spliterator(), false)
                .filter(key -> key.path("use").asText("sig").equals("sig"))
                .map(key -> key.path("alg").asText())
                .filter(ALGORITHMS::contains)
                .toList();
        return RealmRules.keys(keys);
    }

    /** Whether the realm knows the scopes of the contract. */
    public Finding scopes(Set<String> needed) throws IOException, InterruptedException {
        var known = new TreeSet<String>();
        json(web.get(discovery())).path("scopes_supported").forEach(scope -> known.add(scope.asText()));
        return RealmRules.scopes(needed, known);
    }

    /** Whether the realm has the client: its page for logging in says so to a browser that asks for it. */
    public Finding client() throws IOException, InterruptedException {
        var page = web.get(URI.create(issuer + "/protocol/openid-connect/auth?response_type=code&client_id="
                + URLEncoder.encode(client, StandardCharsets.UTF_8)));
        return RealmRules.client(client, page.status(), page.body());
    }

    /** Compares clocks. */
    public Finding clock() throws IOException, InterruptedException {
        return web.clock("clock.keycloak", discovery(), TOKENS, "tokens are refused that were just given");
    }

    private URI discovery() {
        return URI.create(issuer + "/.well-known/openid-configuration");
    }

    private static JsonNode json(Web.Page page) throws IOException {
        return new JsonMapper().readTree(page.body());
    }
}
