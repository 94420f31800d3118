package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingPropertiesTest {
    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/traces",
        "https://traces.example.org/otlp/, https://traces.example.org/otlp/v1/traces"
    })
    void postsWhereCollectorsTakeTraces(String endpoint, String url) {
        assertThat(tracing(endpoint).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector:4318", "grpc://collector:4317", "/v1/traces", "http:///v1"})
    void refusesWhatIsNoAddress(String endpoint) {
        assertThatThrownBy(() -> tracing(endpoint))
                .hasMessageContaining("sightline.tracing.endpoint")
                .hasMessageContaining("http://collector:4318");
    }

    @Test
    void refusesALoginWithoutRepeatingIt() {
        assertThatThrownBy(() -> tracing("http://me:secret@collector"))
                .hasMessageContaining("sightline.tracing.endpoint")
                .message()
                .doesNotContain("secret");
    }

    private static TracingProperties tracing(String endpoint) {
        return new TracingProperties(URI.create(endpoint), 1, Duration.ofSeconds(5), null);
    }
}
