package io.sightline.tls;

import io.sightline.devstack.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import okhttp3.tls.HeldCertificate;

/** A private certificate authority that is made for one test and signs what it is asked to, for this machine. */
final class Authority {
    private final HeldCertificate root = new HeldCertificate.Builder()
            .commonName("Sightline test authority")
            .certificateAuthority(0)
            .build();

    /** Writes the files of a stack of servers and of the runtime in front of them. */
    Certificates issue(Path folder) {
        var files = new Certificates(folder);
        var server = sign();
        write(files.authority(), root.certificatePem());
        write(files.server(), server.certificatePem());
        write(files.serverKey(), server.privateKeyPkcs8Pem());
        writeStore(files.serverStore(), server);
        renewApi(files);
        return files;
    }

    /** Writes the authority's own certificate alone. */
    Path publish(Path file) {
        write(file, root.certificatePem());
        return file;
    }

    /** Writes another certificate and key for the API over those that there are. */
    void renewApi(Certificates files) {
        var api = sign();
        write(files.api(), api.certificatePem());
        write(files.apiKey(), api.privateKeyPkcs8Pem());
    }

    private HeldCertificate sign() {
        return new HeldCertificate.Builder()
                .commonName("localhost")
                .addSubjectAlternativeName("localhost")
                .signedBy(root)
                .build();
    }

    /** PostgreSQL takes no key that others may read. */
    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeStore(Path file, HeldCertificate server) {
        var password = Certificates.PASSWORD.toCharArray();
        var chain = new Certificate[] {server.certificate(), root.certificate()};
        try (var output = Files.newOutputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("server", server.keyPair().getPrivate(), password, chain);
            store.store(output, password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
