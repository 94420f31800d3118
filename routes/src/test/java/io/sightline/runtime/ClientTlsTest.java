package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

class ClientTlsTest {
    private static final String SETTING = "sightline.s3.ssl-bundle";
    private static final String ADDRESS = "camel.component.minio.endpoint";

    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry();
    private final ClientTls tls = new ClientTls(bundles);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "")
    void withoutABundleJavasAuthoritiesCount(String name) {
        assertThat(tls.of(SETTING, name, ADDRESS, "https://s3.test")).isEmpty();
    }

    @Test
    void findsABundle() throws IOException {
        try (var host = new HttpsHost()) {
            bundles.registerBundle("servers", host.bundle());

            assertThat(tls.of(SETTING, "servers", ADDRESS, "https://s3.test")).isPresent();
        }
    }

    /** Whoever sets a bundle means TLS: a forgotten letter must not send pictures in plain text. */
    @Test
    void refusesABundleForAnAddressOfPlainText() {
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> tls.of(SETTING, "servers", ADDRESS, "http://s3.test"))
                .withMessage(SETTING + " is 'servers', and " + ADDRESS + " is no address of https");
    }

    @Test
    void namesTheBundlesThatThereAre() throws IOException {
        try (var host = new HttpsHost()) {
            bundles.registerBundle("servers", host.bundle());

            assertThatExceptionOfType(StartupException.class)
                    .isThrownBy(() -> tls.of(SETTING, "server", ADDRESS, "https://s3.test"))
                    .withMessage(SETTING + " is 'server', and there is no such SSL bundle; there are [servers]");
        }
    }

    @Test
    void saysWhyABundleCannotBeRead() {
        bundles.registerBundle("servers", unreadable());

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> tls.of(SETTING, "servers", ADDRESS, "https://s3.test"))
                .withMessageStartingWith("the SSL bundle 'servers' of " + SETTING + " cannot be read: ")
                .withMessageContaining("/nowhere/authority.pem");
    }

    static SslBundle unreadable() {
        var trust = PemSslStoreDetails.forCertificate("file:/nowhere/authority.pem");
        return SslBundle.of(new PemSslStoreBundle((PemSslStoreDetails) null, trust));
    }
}
