package io.sightline.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.Certificates;
import io.sightline.devstack.DevStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

/** The README's example of TLS sets what {@link TlsIT} sets, and nothing else but addresses. */
class TlsExampleTest {
    private static final Set<String> ADDRESSES = Set.of(
            "camel.component.kafka.brokers",
            "camel.component.minio.endpoint",
            "sightline.keycloak.server-url",
            "sightline.registry.url",
            "spring.datasource.url");

    @Test
    void theReadmeSetsWhatTheTestOfTlsSets() throws IOException {
        // Given
        var tested = new TreeSet<>(DevStack.secureSettings(
                        new Certificates(Path.of("/etc/sightline/tls")),
                        "https://keycloak.example.org/realms/sightline")
                .keySet());
        tested.addAll(ADDRESSES);
        // When
        var shown = example().keySet().stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new));
        // Then
        assertThat(shown).isEqualTo(tested);
    }

    @Test
    void itsDatabaseIsVerified() throws IOException {
        assertThat(example().getProperty("spring.datasource.url")).contains("sslmode=verify-full&sslrootcert=");
    }

    private static Properties example() throws IOException {
        var readme = Files.readString(Path.of("..", "..", "README.md"));
        var part = readme.substring(readme.indexOf("<!-- tls: begin -->"), readme.indexOf("<!-- tls: end -->"));
        var yaml = part.substring(part.indexOf("```yaml") + "```yaml".length(), part.lastIndexOf("```"));
        var properties = new YamlPropertiesFactoryBean();
        properties.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        return Objects.requireNonNull(properties.getObject());
    }
}
