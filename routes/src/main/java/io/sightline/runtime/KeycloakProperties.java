package io.sightline.runtime;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The Keycloak realm whose access tokens the API accepts.
 *
 * @param serverUrl address of Keycloak as its tokens name it in their issuer, such as https://keycloak.example.org
 * @param realm name of the realm
 * @param clientId client of this service in the realm; tokens must name it in their audience
 * @param sslBundle bundle of spring.ssl.bundle whose authorities an https Keycloak is verified with; unset: Java's own
 */
@Validated
@ConfigurationProperties("sightline.keycloak")
public record KeycloakProperties(
        @NotBlank(message = "set it to the address of Keycloak, such as https://keycloak.example.org") @Pattern(
                regexp = "https?://.+",
                message = "must be the address of Keycloak, such as https://keycloak.example.org")
        String serverUrl,

        @DefaultValue("sightline") @NotBlank(message = "set it to the name of the Keycloak realm") String realm,

        @DefaultValue("sightline") @NotBlank(message = "set it to this service's client in the realm") String clientId,

        @Nullable String sslBundle) {
    /** The realm's issuer, which its tokens name. */
    String issuer() {
        return serverUrl.replaceFirst("/$", "") + "/realms/" + realm;
    }

    /** Scheme, host and port of the server. */
    String origin() {
        var address = URI.create(serverUrl);
        return address.getScheme() + "://" + address.getRawAuthority();
    }
}
