package io.sightline.benchmark;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.sightline.security.CachedKeys;
import io.sightline.security.KeyEndpoint;
import io.sightline.security.SignedTokenVerifier;
import io.sightline.security.TokenRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A realm that signs as many tokens as are wanted, and counts how often its key is asked for. */
final class SigningRealm implements AutoCloseable {
    private static final String ISSUER = "http://keycloak.test/realms/sightline";

    private final AtomicInteger fetches = new AtomicInteger();
    private final RSAKey key;
    private final HttpServer server;

    SigningRealm() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var published = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
        server.createContext("/certs", exchange -> {
            fetches.incrementAndGet();
            exchange.sendResponseHeaders(200, published.length);
            exchange.getResponseBody().write(published);
            exchange.close();
        });
        server.start();
    }

    int fetches() {
        return fetches.get();
    }

    /** A verifier that has verified nothing yet. */
    SignedTokenVerifier verifier() {
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/certs");
        var clock = Clock.systemUTC();
        return new SignedTokenVerifier(
                new CachedKeys(new KeyEndpoint(address), clock), TokenRules.of(ISSUER, "sightline"), clock);
    }

    /** Different tokens of one client, with what Keycloak puts into those of a service account. */
    List<String> tokens(int number) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        var signer = new RSASSASigner(key);
        var tokens = new ArrayList<String>();
        for (int i = 0; i < number; i++) {
            var token = new SignedJWT(header, claims());
            token.sign(signer);
            tokens.add(token.serialize());
        }
        return tokens;
    }

    private static JWTClaimsSet claims() {
        var now = Clock.systemUTC().instant();
        return new JWTClaimsSet.Builder()
                .jwtID("trrtcc:" + UUID.randomUUID())
                .issuer(ISSUER)
                .subject("7c1f9f0e-2f7a-4d9a-9d3e-0a5d4f1b7e55")
                .audience(List.of("sightline", "account"))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .claim("typ", "Bearer")
                .claim("azp", "sightline-viewer")
                .claim("acr", "1")
                .claim("realm_access", Map.of("roles", List.of("default-roles-sightline", "offline_access")))
                .claim("scope", "profile email detections:read images:read inference:invoke")
                .claim("email_verified", false)
                .claim("clientHost", "127.0.0.1")
                .claim("clientAddress", "127.0.0.1")
                .claim("client_id", "sightline-viewer")
                .claim("preferred_username", "service-account-sightline-viewer")
                .claim("sightline_sources", List.of("camera-1", "camera-2"))
                .build();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
