package io.sightline.tls;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A server of https on this machine that gives one answer, and contexts of those who believe it and who do not. */
public final class TlsServer implements AutoCloseable {
    private final HeldCertificate authority = authority();
    private final AtomicInteger visits = new AtomicInteger();
    private final HttpsServer server;

    /**
     * Starts it.
     *
     * @param name whom its certificate is for; it listens as localhost
     * @param answer to every request
     */
    public TlsServer(String name, String answer) {
        var held = new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName(name)
                .build();
        var certificates = new HandshakeCertificates.Builder()
                .heldCertificate(held, authority.certificate())
                .build();
        var body = answer.getBytes(StandardCharsets.UTF_8);
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(certificates.sslContext()));
        server.createContext("/", exchange -> {
            visits.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    public URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** How many requests have come. */
    public int visits() {
        return visits.get();
    }

    /** Believes the authority that has signed this server's certificate. */
    public SSLContext believer() {
        return believing(authority);
    }

    /** Believes an authority of the same name and no other. */
    public static SSLContext stranger() {
        return believing(authority());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static HeldCertificate authority() {
        return new HeldCertificate.Builder()
                .commonName("authority of a test")
                .certificateAuthority(0)
                .build();
    }

    private static SSLContext believing(HeldCertificate authority) {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(authority.certificate())
                .build()
                .sslContext();
    }
}
