package io.sightline.doctor;

import io.sightline.failure.FailureClassifier;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.CertificateExpiredException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks a server for its certificate, as the client does that belongs to it.
 *
 * @param check name of the check
 * @param factory whom to believe
 * @param preamble what is said before TLS begins
 * @param setting property that names whom to believe
 */
public record TlsQuestion(
        String check,
        Callable<SSLSocketFactory> factory,
        String host,
        int port,
        Preamble preamble,
        String setting,
        Clock clock)
        implements Check.SingleQuestion {
    private static final int MILLIS = 5_000;

    /** What a client and a server say before they go over to TLS. */
    @FunctionalInterface
    public interface Preamble {
        /** TLS from the first byte. */
        Preamble NONE = socket -> {};

        /** PostgreSQL's SSLRequest, which is answered by one byte: S for yes. */
        Preamble POSTGRESQL = socket -> {
            socket.getOutputStream().write(new byte[] {0, 0, 0, 8, 4, (byte) 0xd2, 0x16, 0x2f});
            if (socket.getInputStream().read() != 'S') {
                throw new IOException("the server speaks no TLS");
            }
        };

        void say(Socket socket) throws IOException;
    }

    @Override
    public Finding ask() throws Exception {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), MILLIS);
            socket.setSoTimeout(MILLIS);
            preamble.say(socket);
            try (var secure = (SSLSocket) factory.call().createSocket(socket, host, port, true)) {
                secure.startHandshake();
                var chain = Arrays.stream(secure.getSession().getPeerCertificates())
                        .filter(X509Certificate.class::isInstance)
                        .map(X509Certificate.class::cast)
                        .toList();
                return CertificateRules.judge(check, host + ":" + port, chain, clock.instant());
            }
        } catch (SSLException e) {
            return refused(e);
        }
    }

    /** Java says of an expired certificate when that was. */
    private Finding refused(SSLException failure) {
        var causes = FailureClassifier.causes(failure);
        return causes.stream()
                .filter(CertificateExpiredException.class::isInstance)
                .findFirst()
                .map(expired -> Finding.fail(
                        check,
                        "a certificate of " + host + ":" + port + " has expired: " + expired.getMessage(),
                        "Renew it, and let the server read it."))
                .orElseGet(() -> Finding.fail(
                        check,
                        host + ":" + port + " is not believed: "
                                + causes.get(causes.size() - 1).getMessage(),
                        "Look at " + setting + ", which names whom to believe."));
    }
}
