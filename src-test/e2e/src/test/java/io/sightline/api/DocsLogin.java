package io.sightline.api;

import io.swagger.v3.oas.models.security.OAuthFlow;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Logs a person in as the docs page does: by the addresses that the served contract names, with a code and its proof.
 */
final class DocsLogin {
    /** Where the realm expects the page. Tests use other ports, which only a browser would notice. */
    static final String PAGE = "http://localhost:8080";

    static final String REDIRECT = PAGE + "/docs/oauth2-redirect.html";
    static final String VERIFIER = "a-secret-of-this-page-that-never-leaves-it-0123456789";

    private static final String PASSWORD = "dev-only";
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

    private final Api api;
    private final OAuthFlow flow;

    DocsLogin(Api api) {
        var contract = Api.text(api.send("/v1/openapi.yaml", request -> request));
        this.api = api;
        var schemes = new OpenAPIV3Parser()
                .readContents(contract)
                .getOpenAPI()
                .getComponents()
                .getSecuritySchemes();
        this.flow = Objects.requireNonNull(schemes.get("keycloak"), "keycloak")
                .getFlows()
                .getAuthorizationCode();
    }

    /** What the page sends to ask for a code. */
    static Map<String, String> request(String... scopes) {
        var request = new TreeMap<>(Map.of(
                "response_type", "code",
                "client_id", "sightline-docs",
                "redirect_uri", REDIRECT,
                "state", "any",
                "code_challenge", challenge(),
                "code_challenge_method", "S256"));
        request.put("scope", String.join(" ", scopes));
        return request;
    }

    /** What Keycloak answers to it: the page to log in, or an error. */
    HttpResponse<byte[]> ask(Map<String, String> request) {
        return api.send(HttpRequest.newBuilder(URI.create(flow.getAuthorizationUrl() + "?" + form(request))));
    }

    /** Lets somebody log in and gets the code. */
    String code(String user, String... scopes) {
        var page = ask(request(scopes));
        var cookies = page.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
        var action = first(FORM, Api.text(page)).replace("&amp;", "&");
        var sent = api.send(HttpRequest.newBuilder(URI.create(action))
                .header("Cookie", cookies)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(Map.of("username", user, "password", PASSWORD)))));
        return first(CODE, sent.headers().firstValue("Location").orElse(Api.text(sent)));
    }

    /** Gives the code back for a token. */
    HttpResponse<byte[]> exchange(String code, String verifier, String origin) {
        var request = Map.of(
                "grant_type", "authorization_code",
                "client_id", "sightline-docs",
                "redirect_uri", REDIRECT,
                "code", code,
                "code_verifier", verifier);
        return api.send(HttpRequest.newBuilder(URI.create(flow.getTokenUrl()))
                .header("Origin", origin)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(request))));
    }

    /** All of it: the token of somebody who logs in. */
    String token(String user, String... scopes) {
        return Api.json(exchange(code(user, scopes), VERIFIER, PAGE))
                .path("access_token")
                .asText();
    }

    private static String challenge() {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String first(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        if (!found.find()) {
            throw new IllegalStateException(pattern + " is not in " + text);
        }
        return found.group(1);
    }
}
