package io.sightline.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Files by which servers speak TLS, and nothing else. Whoever starts them makes the files: certificates for localhost
 * in PEM, private keys as PKCS #8 in PEM that nobody else may read.
 *
 * @param folder where {@link #authority}, {@link #server}, {@link #serverKey}, {@link #serverStore}, {@link #api} and
 *     {@link #apiKey} are
 */
public record Certificates(Path folder) {
    /** Of {@link #serverStore}. */
    public static final String PASSWORD = "dev-only";

    /** The authority that has signed all others. */
    public Path authority() {
        return folder.resolve("authority.pem");
    }

    /** Of every server of the stack. */
    public Path server() {
        return folder.resolve("server.pem");
    }

    public Path serverKey() {
        return folder.resolve("server-key.pem");
    }

    /** The server's certificate and key once more, as PKCS #12, for those who do not read PEM. */
    public Path serverStore() {
        return folder.resolve("server.p12");
    }

    /** Of the runtime's API. */
    public Path api() {
        return folder.resolve("api.pem");
    }

    public Path apiKey() {
        return folder.resolve("api-key.pem");
    }

    /** For a client that believes the authority and no other. */
    public SSLContext client() {
        try (var file = Files.newInputStream(authority())) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(file));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException failure) {
            throw new DevStackException(authority() + " cannot be used: " + failure.getMessage(), failure);
        }
    }
}
