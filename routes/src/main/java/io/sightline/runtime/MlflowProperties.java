package io.sightline.runtime;

import io.sightline.mlflow.MlflowLogin;
import java.net.URI;
import java.time.Duration;
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
 * @param timeout longest that MLflow may take for an answer, and a file may stand still
 * @param sslBundle bundle of spring.ssl.bundle whose authorities an https MLflow is verified with; unset: Java's own
 */
@Validated
@ConfigurationProperties("sightline.mlflow")
public record MlflowProperties(
        @Nullable URI url,
        @Nullable String username,
        @Nullable String password,
        @Nullable String token,
        @DefaultValue("10s") @DurationMin(millis = 1) Duration timeout,
        @Nullable String sslBundle) {
    private static final Set<String> SCHEMES = Set.of("http", "https");

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
        login(username, password, token);
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
