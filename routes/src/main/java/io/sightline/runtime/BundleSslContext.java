package io.sightline.runtime;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * A bundle as it is now: once Spring has read its changed files, new connections are made by what is in them. Clients
 * are made once and keep their context, so the context is what changes inside. Certificates are judged by Java alone.
 */
final class BundleSslContext extends SSLContext {
    private final X509TrustManager trustManager;

    private BundleSslContext(Current current, X509TrustManager trustManager) {
        super(
                current,
                current.bundle.context().getProvider(),
                current.bundle.context().getProtocol());
        this.trustManager = trustManager;
    }

    /**
     * Follows a bundle from now on.
     *
     * @throws RuntimeException when there is no such bundle, or its files cannot be read
     */
    static BundleSslContext following(SslBundles bundles, String name) {
        var bundle = bundles.getBundle(name);
        var current = new Current(Loaded.of(bundle));
        bundles.addBundleUpdateHandler(name, changed -> current.bundle = Loaded.of(changed));
        return new BundleSslContext(current, trustManager(bundle));
    }

    /** For a client that asks for it to tidy chains of certificates; it is not what decides about a connection. */
    X509TrustManager trustManager() {
        return trustManager;
    }

    private static X509TrustManager trustManager(SslBundle bundle) {
        return Arrays.stream(bundle.getManagers().getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Java has no trust manager for X.509 certificates"));
    }

    /** What was read of a bundle's files, and the options beside them. */
    private record Loaded(SSLContext context, SslOptions options) {
        static Loaded of(SslBundle bundle) {
            return new Loaded(bundle.createSslContext(), bundle.getOptions());
        }

        SSLParameters parameters() {
            var parameters = context.getDefaultSSLParameters();
            if (options.getEnabledProtocols() != null) {
                parameters.setProtocols(options.getEnabledProtocols());
            }
            if (options.getCiphers() != null) {
                parameters.setCipherSuites(options.getCiphers());
            }
            return parameters;
        }

        SSLEngine prepared(SSLEngine engine) {
            engine.setSSLParameters(parameters());
            return engine;
        }

        SSLSocket prepared(SSLSocket socket) {
            socket.setSSLParameters(parameters());
            return socket;
        }
    }

    private static final class Current extends SSLContextSpi {
        private volatile Loaded bundle;

        Current(Loaded bundle) {
            this.bundle = bundle;
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random) {
            throw new IllegalStateException("the bundle says what this context is made of");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new FollowingSocketFactory(
                    () -> bundle.context().getSocketFactory(), socket -> bundle.prepared(socket));
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return bundle.context().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            var now = bundle;
            return now.prepared(now.context().createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            var now = bundle;
            return now.prepared(now.context().createSSLEngine(host, port));
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return bundle.context().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return bundle.context().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return bundle.parameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return bundle.context().getSupportedSSLParameters();
        }
    }
}
