package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.sightline.camel.KeycloakSecurityPolicy;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What the API answers while Keycloak is away; for how long, CachedKeysTest says. */
class KeycloakAwayTest {
    private final KeycloakSecurityPolicy policy = new KeycloakSecurityPolicy();
    private final TokenFilter filter = new TokenFilter(new UnservedContract()
            .with(HttpMethod.GET, "/v1/frames", "listFrames", "detections:read")
            .readBy(policy));
    private final RSAKey key = key("realm");
    private final HttpServer keycloak =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final String server = "http://127.0.0.1:" + keycloak.getAddress().getPort();
    private boolean isAway;

    KeycloakAwayTest() throws IOException {}

    @BeforeEach
    void start() {
        var keys = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
        keycloak.createContext("/realms/sightline/protocol/openid-connect/certs", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        keycloak.start();
        policy.setServerUrl(server);
        policy.setRealm("sightline");
        policy.setClientId("sightline");
    }

    @AfterEach
    void goAway() {
        if (!isAway) {
            isAway = true;
            keycloak.stop(0);
        }
    }

    @Test
    void letsTokensOfKnownKeysPassAndAnswersUnknownOnesBy401() throws Exception {
        // Given
        assertThat(ask(token(key)).getStatus()).isEqualTo(200);
        // When
        goAway();
        // Then
        assertThat(ask(token(key)).getStatus()).isEqualTo(200);
        for (var unknown : new String[] {token(key("other")), "a.b.c", "x"}) {
            var refused = ask(unknown);
            assertThat(refused.getStatus()).isEqualTo(401);
            assertThat(refused.getHeader("WWW-Authenticate")).startsWith("Bearer");
            assertThat(refused.getContentAsString()).contains("UNAUTHENTICATED");
        }
    }

    @Test
    void asksToComeAgainWhenItHasNeverKnownAKey() throws Exception {
        goAway();

        var answer = ask(token(key));

        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeader("Retry-After")).isEqualTo("1");
    }

    private MockHttpServletResponse ask(String token) throws Exception {
        var request = new MockHttpServletRequest("GET", "/v1/frames");
        request.setServletPath("/v1/frames");
        request.addHeader("Authorization", "Bearer " + token);
        var response = new MockHttpServletResponse();
        filter.doFilter(request, response, new MockFilterChain());
        return response;
    }

    /** Another one each time: none is believed for having been seen. */
    private String token(RSAKey signer) throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .issuer(server + "/realms/sightline")
                .subject("7c1f")
                .jwtID(String.valueOf(System.nanoTime()))
                .audience("sightline")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                .claim("typ", "Bearer")
                .claim("azp", "sightline-viewer")
                .build();
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(signer.getKeyID())
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(signer));
        return token.serialize();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
