package io.sightline.runtime;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/** Whom the clients of servers believe, by the names of bundles of {@code spring.ssl.bundle}. */
final class ClientTls {
    private final SslBundles bundles;

    ClientTls(SslBundles bundles) {
        this.bundles = bundles;
    }

    /**
     * The bundle of one client.
     *
     * @param setting property that names the bundle
     * @param name its value; unset for the authorities of this Java
     * @param addressSetting property that names the server, and {@code address} its value
     * @throws StartupException when there is no such bundle, when its files cannot be read, and when it would not be
     *     used because the address is none of https: who sets a bundle means TLS
     */
    Optional<BundleSslContext> of(String setting, @Nullable String name, String addressSetting, String address) {
        if (name == null || name.isBlank()) {
            return Optional.empty();
        }
        if (!address.strip().toLowerCase(Locale.ROOT).startsWith("https:")) {
            throw new StartupException(
                    setting + " is '" + name + "', and " + addressSetting + " is no address of https",
                    "Let " + addressSetting + " begin with https://, or leave " + setting + " out.",
                    null);
        }
        if (!bundles.getBundleNames().contains(name)) {
            throw new StartupException(
                    setting + " is '" + name + "', and there is no such SSL bundle; there are "
                            + bundles.getBundleNames(),
                    "Declare spring.ssl.bundle.pem." + name + ".truststore.certificate.",
                    null);
        }
        try {
            return Optional.of(BundleSslContext.following(bundles, name));
        } catch (RuntimeException e) {
            throw new StartupException(
                    "the SSL bundle '" + name + "' of " + setting + " cannot be read: " + reason(e),
                    "Look at the files of spring.ssl.bundle.*." + name + ".",
                    e);
        }
    }

    /** Spring's own message says what it was about to do; its cause says which file and why. */
    private static String reason(Throwable failure) {
        var reason = new StringBuilder(String.valueOf(failure.getMessage()));
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            reason.append(": ").append(cause.getMessage());
        }
        return reason.toString();
    }
}
