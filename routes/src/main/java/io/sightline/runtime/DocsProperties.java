package io.sightline.runtime;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The docs page.
 *
 * @param enabled whether the contracts can be read at /docs
 * @param clientId public client of the realm by which people log in at /docs to try operations; without one the page
 *     offers no login and sends no request
 */
@ConfigurationProperties("sightline.docs")
public record DocsProperties(
        @DefaultValue("true") boolean enabled, @Nullable String clientId) {
    /** The client by which people log in, when there is one. */
    Optional<String> client() {
        return Optional.ofNullable(clientId).filter(client -> !client.isBlank());
    }
}
