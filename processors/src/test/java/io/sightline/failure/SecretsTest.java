package io.sightline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @ParameterizedTest
    @CsvSource({
        "http://reader:s3cret@registry:8082/x, http://***@registry:8082/x",
        "http://reader:s3 c/r@e?t#@regi stry, http://***@regi stry",
        "reader:s3cret@registry:8082, ***@registry:8082",
        "http://s3cret@registry, http://***@registry",
        "jdbc:postgresql://u:s3cret@db/x?user=a&password=s3cret&ssl=true, jdbc:postgresql://***@db/x?user=a&password=***&ssl=true",
        "http://registry?access_token=s3cret, http://registry?access_token=***",
        "http://registry:8082, http://registry:8082",
        "'api,ingst', 'api,ingst'",
        "camera@home, camera@home"
    })
    void hidesWhoLogsInWithWhat(String value, String shown) {
        assertThat(Secrets.hiddenInValue(value)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "the registry at https://reader:s3cret@registry:8082/x does not answer, the registry at https://***@registry:8082/x does not answer",
        "'it has ''http://a:s3cret@b'', which is none', 'it has ''http://***@b'', which is none'",
        "sightline.http.client-rate=abc is no whole number, sightline.http.client-rate=abc is no whole number",
        "write to operator@example.org, write to operator@example.org"
    })
    void hidesThemInSentences(String text, String shown) {
        assertThat(Secrets.hiddenInText(text)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sightline.mlflow.password", "sightline.mlflow.token", "SIGHTLINE_X_CLIENTSECRET"})
    void knowsASecretByItsName(String name) {
        assertThat(Secrets.isNameOfOne(name)).isTrue();
        assertThat(Secrets.isNameOfOne("sightline.registry.url")).isFalse();
    }
}
