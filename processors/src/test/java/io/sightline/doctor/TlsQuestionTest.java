package io.sightline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.doctor.TlsQuestion.Preamble;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class TlsQuestionTest {
    private static final HeldCertificate ROOT =
            new HeldCertificate.Builder().certificateAuthority(0).build();

    @Test
    void failsAtACertificateThatHasExpired() throws Exception {
        var finding = ask(signed(Duration.ofDays(-1)), ROOT);

        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.found()).contains("has expired: NotAfter: ");
    }

    @Test
    void warnsOfACertificateThatExpiresSoon() throws Exception {
        assertThat(ask(signed(Duration.ofDays(20)), ROOT).outcome()).isEqualTo(Outcome.WARN);
        assertThat(ask(signed(Duration.ofDays(40)), ROOT).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void failsAtACertificateOfAnotherAuthorityAndNamesTheSetting() throws Exception {
        var other = new HeldCertificate.Builder().certificateAuthority(0).build();

        var finding = ask(signed(Duration.ofDays(40)), other);

        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.found()).contains(" is not believed: ");
        assertThat(finding.wayOut()).startsWith("Look at a.setting");
    }

    private static HeldCertificate signed(Duration left) {
        var end = Instant.now().plus(left);
        return new HeldCertificate.Builder()
                .addSubjectAlternativeName("localhost")
                .validityInterval(end.minus(Duration.ofDays(90)).toEpochMilli(), end.toEpochMilli())
                .signedBy(ROOT)
                .build();
    }

    private static Finding ask(HeldCertificate certificate, HeldCertificate believed) throws Exception {
        var server =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        var client = new HandshakeCertificates.Builder()
                .addTrustedCertificate(believed.certificate())
                .build();
        try (var listener =
                (SSLServerSocket) server.sslContext().getServerSocketFactory().createServerSocket(0)) {
            var shaking = new Thread(() -> shakeHands(listener));
            shaking.start();
            var finding = new TlsQuestion(
                            "tls.a",
                            () -> client.sslContext().getSocketFactory(),
                            "localhost",
                            listener.getLocalPort(),
                            Preamble.NONE,
                            "a.setting",
                            Clock.systemUTC())
                    .ask();
            shaking.join();
            return finding;
        }
    }

    private static void shakeHands(SSLServerSocket listener) {
        try (var socket = (SSLSocket) listener.accept()) {
            socket.startHandshake();
            socket.getInputStream().read();
        } catch (IOException e) {
            // A client that does not believe the certificate says no more.
            return;
        }
    }
}
