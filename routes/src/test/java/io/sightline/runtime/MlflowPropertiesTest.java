package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MlflowPropertiesTest {
    @Test
    void needsNoSettingAtAll() {
        // Given
        var nothing = new Binder(new MapConfigurationPropertySource());
        // When
        var properties = nothing.bindOrCreate("sightline.mlflow", MlflowProperties.class);
        // Then
        assertThat(properties.url()).isNull();
        assertThat(properties.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(properties.login()).hasToString("no login");
    }

    @ParameterizedTest
    @CsvSource({"reader, secret, , a password", ", , secret, a token", "'', '', secret, a token", ", , , no login"})
    void logsInByWhatIsThere(String username, String password, String token, String login) {
        var properties = properties("https://mlflow.test", username, password, token);

        assertThat(properties.login()).hasToString(login);
        assertThat(properties.toString()).contains("mlflow.test").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "http://mlflow.test, reader, , , are set together",
        "http://mlflow.test, , secret, , are set together",
        "http://mlflow.test, reader, secret, secret, leave one of them out",
        "http://mlflow.test, rea:der, secret, , without a colon",
        "http://mlflow.test, , , sec ret, line break",
        "localhost:5000, , , , such as http://mlflow:5000",
        "mlflow, , , , such as http://mlflow:5000",
        "http://reader:secret@mlflow.test, , , , move it to"
    })
    void refusesWhatCannotBeMeantAndRepeatsNoSecret(
            String url, String username, String password, String token, String why) {
        assertThatThrownBy(() -> properties(url, username, password, token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sightline.mlflow.")
                .hasMessageContaining(why)
                .hasMessageNotContaining("sec");
    }

    private static MlflowProperties properties(
            String url, @Nullable String username, @Nullable String password, @Nullable String token) {
        return new MlflowProperties(
                URI.create(url), username, password, token, Duration.ofSeconds(1), null, true, "default", null);
    }

    @Test
    void takesASecretThatNobodyGuessesAndShowsItNowhere() {
        var properties = webhook("0123456789abcdef");

        assertThat(properties.secret()).hasValue("0123456789abcdef");
        assertThat(properties.toString()).doesNotContain("0123456789abcdef");
        assertThat(webhook(" ").secret()).isEmpty();
        assertThatThrownBy(() -> webhook("0123456789abcde"))
                .hasMessageStartingWith("sightline.mlflow.webhook-secret")
                .hasMessageContaining("16")
                .hasMessageNotContaining("0123");
    }

    private static MlflowProperties webhook(String secret) {
        return new MlflowProperties(null, null, null, null, Duration.ofSeconds(1), null, true, "default", secret);
    }
}
