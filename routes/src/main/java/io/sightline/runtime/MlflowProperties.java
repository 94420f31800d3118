package io.sightline.runtime;

import io.sightline.mlflow.MlflowLogin;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;
import org.springframework.validation.annotation.Validated;

/**
 * The MLflow whose registered models are watched.
 *
 * @param url address of MLflow, without /api, such as http://mlflow:5000; unset: there is none
 * @param username name by which this service logs in at MLflow, with a password; unset: without one
 * @param password password of that name
 * @param token bearer token for what stands before MLflow, in place of name and password
 * @param timeout longest that MLflow may take for an answer, and a file may stand still; before its first byte a file
 *     may take a second more for each 16 MiB that are listed; one that brings less than 128 KiB a second on an average
 *     is given up too
 * @param sslBundle bundle of spring.ssl.bundle whose authorities an https MLflow is verified with; unset: Java's own
 * @param discover whether each registered model with the tag sightline.serve=true is served, by its own name and
 *     without further configuration
 * @param environment tells several installations with one MLflow apart: a part of the tags that say what became of a
 *     version, as in sightline.default.status
 * @param webhookSecret secret of MLflow's webhook, of at least 16 characters; unset: there is no POST
 *     /v1/mlflow/webhook
 */
@Validated
@ConfigurationProperties("sightline.mlflow")
public record MlflowProperties(
        @Nullable URI url,
        @Nullable String username,
        @Nullable String password,
        @Nullable String token,
        @DefaultValue("10s") @DurationMin(millis = 1) Duration timeout,
        @Nullable String sslBundle,
        @DefaultValue("true") boolean discover,

        @DefaultValue("default") @Pattern(regexp = "[A-Za-z0-9_-]{1,50}") String environment,

        @Nullable String webhookSecret) {
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int SHORTEST_SECRET = 16;

    public MlflowProperties {
        // Its value is not repeated: it may hold a login.
        if (url != null && (!SCHEMES.contains(String.valueOf(url.getScheme())) || url.getHost() == null)) {
            throw new IllegalArgumentException(
                    "sightline.mlflow.url must be the address of MLflow, such as http://mlflow:5000");
        }
        if (url != null && url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "sightline.mlflow.url holds a login; move it to sightline.mlflow.username and .password");
        }
        if (StringUtils.hasText(webhookSecret) && webhookSecret.length() < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    "sightline.mlflow.webhook-secret must have at least " + SHORTEST_SECRET + " characters, has "
                            + webhookSecret.length() + "; make the webhook anew in MLflow with another one");
        }
        login(username, password, token);
    }

    /** The secret of the webhook, where there is one. */
    Optional<String> secret() {
        return Optional.ofNullable(webhookSecret).filter(StringUtils::hasText);
    }

    /** What is shown to MLflow. */
    MlflowLogin login() {
        return login(username, password, token);
    }

    /** Leaves the secrets out. */
    @Override
    public String toString() {
        return "MlflowProperties[url=" + url + ", " + login() + "]";
    }

    private static MlflowLogin login(@Nullable String username, @Nullable String password, @Nullable String token) {
        if (StringUtils.hasText(username) != StringUtils.hasText(password)) {
            throw new IllegalArgumentException(
                    "sightline.mlflow.username and sightline.mlflow.password are set together or not at all");
        }
        if (username != null && password != null && StringUtils.hasText(username)) {
            if (StringUtils.hasText(token)) {
                throw new IllegalArgumentException(
                        "sightline.mlflow.token is set beside sightline.mlflow.username; leave one of them out");
            }
            return MlflowLogin.password(username, password);
        }
        return token != null && StringUtils.hasText(token) ? MlflowLogin.token(token) : MlflowLogin.none();
    }
}
