package io.sightline.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.client.support.BasicAuthenticationInterceptor;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;
import org.springframework.web.client.RestTemplate;

/**
 * How tokens of a Keycloak realm are verified.
 *
 * @param serverUrl address of Keycloak as its tokens name it, such as {@code https://keycloak.example.org}
 * @param clientSecret needed for introspection only
 * @param audiences see {@link TokenRules}; none: the client
 * @param tokenTypes see {@link TokenRules}; none: Bearer
 * @param introspection true asks Keycloak about each token instead of verifying its signature
 * @param introspectionTime how long an answer is believed; empty: not at all
 * @param tls whom to believe who Keycloak is; empty: the authorities of this Java
 */
public record KeycloakSettings(
        String serverUrl,
        String realm,
        String clientId,
        Optional<String> clientSecret,
        boolean validateIssuer,
        Set<String> audiences,
        Set<String> tokenTypes,
        Optional<String> authorizedParty,
        boolean introspection,
        Optional<Duration> introspectionTime,
        Optional<SSLContext> tls) {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(4);

    public KeycloakSettings {
        requireText("serverUrl", serverUrl);
        requireText("realm", realm);
        requireText("clientId", clientId);
        if (introspection && clientSecret.isEmpty()) {
            throw new IllegalArgumentException("clientSecret must be set when useTokenIntrospection is true");
        }
    }

    /** The realm's issuer, which its tokens name. */
    public String issuer() {
        return (serverUrl.endsWith("/") ? serverUrl.substring(0, serverUrl.length() - 1) : serverUrl) + "/realms/"
                + realm;
    }

    /** A verifier for these settings; asks nobody before the first token comes. */
    public TokenVerifier verifier() {
        var rules = new TokenRules(issuer(), validateIssuer, clientId, audiences, tokenTypes, authorizedParty);
        var clock = Clock.systemUTC();
        if (introspection) {
            return new IntrospectedTokenVerifier(introspector(), rules, clock, introspectionTime);
        }
        var address = URI.create(issuer() + "/protocol/openid-connect/certs");
        var endpoint = tls.map(context -> new KeyEndpoint(address, context)).orElseGet(() -> new KeyEndpoint(address));
        return new SignedTokenVerifier(new CachedKeys(endpoint, clock), rules, clock);
    }

    /** Without the secret: settings stay on an exchange, whose properties may be logged. */
    @Override
    public String toString() {
        return clientId + " at " + issuer();
    }

    private OpaqueTokenIntrospector introspector() {
        var http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT);
        tls.ifPresent(http::sslContext);
        var requests = new JdkClientHttpRequestFactory(http.build());
        requests.setReadTimeout(ANSWER);
        var client = new RestTemplate(requests);
        client.getInterceptors().add(new BasicAuthenticationInterceptor(clientId, clientSecret.orElseThrow()));
        return new SpringOpaqueTokenIntrospector(issuer() + "/protocol/openid-connect/token/introspect", client);
    }

    private static void requireText(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name
                    + " must be set to verify access tokens; see sightline.keycloak.server-url, .realm, .client-id");
        }
    }
}
