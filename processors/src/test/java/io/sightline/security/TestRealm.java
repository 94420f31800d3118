package io.sightline.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A realm with one key and a key endpoint that counts how often it is asked. */
final class TestRealm implements AutoCloseable {
    static final String ISSUER = "http://keycloak.test/realms/sightline";

    /** Of all realms of a build: to make one takes a tenth of a second. */
    private static final RSAKey KEY = newKey("realm-key");

    final AtomicInteger fetches = new AtomicInteger();
    private final HttpServer server;
    private final Clock clock;
    private volatile int status = 200;
    private volatile JWKSet published = new JWKSet(KEY);

    TestRealm(Clock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/certs", exchange -> {
            fetches.incrementAndGet();
            answer(exchange, status);
        });
        // Whoever followed a redirect would find what he looks for.
        server.createContext("/elsewhere", exchange -> answer(exchange, 200));
        server.start();
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        var keys = published.toString(true).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(status, status == 200 ? keys.length : -1);
        if (status == 200) {
            exchange.getResponseBody().write(keys);
        }
        exchange.close();
    }

    RSAKey key() {
        return KEY;
    }

    /** Publishes another key in place of the realm's. */
    void withdrawKey() {
        published = new JWKSet(newKey("next-key"));
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    void answer(int newStatus) {
        status = newStatus;
    }

    URI certificates() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/certs");
    }

    SignedTokenVerifier verifier() {
        return new SignedTokenVerifier(
                new CachedKeys(new KeyEndpoint(certificates()), clock), TokenRules.of(ISSUER, "sightline"), clock);
    }

    /** Claims as Keycloak sets them for a service account. */
    JWTClaimsSet.Builder claims() {
        var now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("7c1f")
                .audience(List.of("sightline", "account"))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(60))))
                .claim("typ", "Bearer")
                .claim("azp", "sightline-viewer")
                .claim("scope", "profile detections:read images:read")
                .claim("sightline_sources", List.of("camera-1"));
    }

    String token(UnaryOperator<JWTClaimsSet.Builder> change) {
        return signed(JWSAlgorithm.RS256, KEY.getKeyID(), signer(KEY), change);
    }

    String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer, UnaryOperator<JWTClaimsSet.Builder> change) {
        var header = new JWSHeader.Builder(algorithm)
                .type(JOSEObjectType.JWT)
                .keyID(keyId)
                .build();
        var jwt = new SignedJWT(header, change.apply(claims()).build());
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return jwt.serialize();
    }

    static JWSSigner signer(RSAKey key) {
        try {
            return new RSASSASigner(key);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
