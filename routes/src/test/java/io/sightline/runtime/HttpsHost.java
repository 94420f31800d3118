package io.sightline.runtime;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/** A server of https on this machine that answers 200 and nothing, with an authority of its own. */
final class HttpsHost implements AutoCloseable {
    private final HeldCertificate authority;
    private final HttpsServer server;

    HttpsHost() throws IOException {
        this("localhost");
    }

    /** @param name whom its certificate is for; it listens as localhost */
    HttpsHost(String name) throws IOException {
        authority = new HeldCertificate.Builder()
                .commonName("authority of a test")
                .certificateAuthority(0)
                .build();
        var held = new HeldCertificate.Builder()
                .signedBy(authority)
                .addSubjectAlternativeName(name)
                .build();
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(new HandshakeCertificates.Builder()
                .heldCertificate(held, authority.certificate())
                .build()
                .sslContext()));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    URI address() {
        return URI.create("https://localhost:" + server.getAddress().getPort());
    }

    /** A bundle that believes this server's authority and no other. */
    SslBundle bundle() {
        return bundle(SslOptions.NONE);
    }

    SslBundle bundle(SslOptions options) {
        var trust = PemSslStoreDetails.forCertificate(authority.certificatePem());
        return SslBundle.of(new PemSslStoreBundle((PemSslStoreDetails) null, trust), null, options);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
