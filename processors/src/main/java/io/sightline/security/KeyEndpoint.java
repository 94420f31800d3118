package io.sightline.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Reads a JSON Web Key Set from a fixed address. Follows no redirect and waits for a few seconds at most. */
public final class KeyEndpoint {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(4);
    private static final int MAX_BYTES = 512 * 1024;

    private final URI address;
    private final HttpClient client;

    public KeyEndpoint(URI address) {
        this(address, HttpClient.newBuilder());
    }

    /** @param tls whom to believe who the server is, in place of the authorities of this Java */
    public KeyEndpoint(URI address, SSLContext tls) {
        this(address, HttpClient.newBuilder().sslContext(tls));
    }

    private KeyEndpoint(URI address, HttpClient.Builder client) {
        this.address = address;
        this.client = client.followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT)
                .build();
    }

    URI address() {
        return address;
    }

    JWKSet fetch() throws KeySourceException {
        var request = HttpRequest.newBuilder(address)
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .build();
        try {
            var answer = client.send(request, BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new KeySourceException("status " + answer.statusCode());
                }
                return JWKSet.parse(new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException | ParseException e) {
            throw new KeySourceException(e.getClass().getSimpleName() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeySourceException("interrupted", e);
        }
    }
}
