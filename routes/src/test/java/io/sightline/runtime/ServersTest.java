package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.failure.Dependency;
import io.sightline.runtime.Servers.Address;
import io.sightline.runtime.Servers.Server;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class ServersTest {
    private final MockEnvironment environment = new MockEnvironment();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camel.component.kafka.brokers  | kafka-1:9093, kafka-2                   | Kafka             | kafka-1:9093, kafka-2:9092",
                "camel.component.kafka.brokers  | kafka                                   | Kafka             | kafka:9092",
                "camel.component.kafka.brokers  | 10.0.0.7:9092                           | Kafka             | 10.0.0.7:9092",
                "camel.component.minio.endpoint | http://s3:9000                          | S3 object storage | s3:9000",
                "camel.component.minio.endpoint | https://s3.example.org                  | S3 object storage | s3.example.org:443",
                "camel.component.minio.endpoint | http://s3.example.org                   | S3 object storage | s3.example.org:80",
                "sightline.registry.url         | http://registry:8080/apis/ccompat/v7    | schema registry   | registry:8080",
                "camel.component.kafka.additional-properties[sasl.oauthbearer.token.endpoint.url] | https://keycloak/token | 'source of Kafka''s tokens' | keycloak:443",
                "spring.datasource.url          | jdbc:postgresql://db:5433/sightline     | PostgreSQL        | db:5433",
                "spring.datasource.url          | jdbc:postgresql://db/sightline?ssl=true | PostgreSQL        | db:5432",
                "spring.datasource.url          | jdbc:postgresql://db-1:5433,db-2/x      | PostgreSQL        | db-1:5433, db-2:5432"
            })
    void readsNameAndAddressFromTheSetting(String setting, String value, String name, String address) {
        environment.setProperty(setting, value);

        assertThat(Servers.of(environment)).singleElement().satisfies(server -> {
            assertThat(server.name()).isEqualTo(name);
            assertThat(server.address()).isEqualTo(address);
            assertThat(server.setting()).isEqualTo(setting);
        });
    }

    @Test
    void areDescribedWithTheirAddressAndWithoutPasswords() {
        environment.setProperty("camel.component.minio.endpoint", "https://key:secret@s3.example.org");
        environment.setProperty(
                "spring.datasource.url", "jdbc:postgresql://db:5433/sightline?user=sightline&password=secret");

        assertThat(Servers.describe(environment, Dependency.S3)).isEqualTo("S3 object storage at s3.example.org:443");
        assertThat(Servers.describe(environment, Dependency.POSTGRESQL)).isEqualTo("PostgreSQL at db:5433");
        assertThat(Servers.describe(environment, Dependency.KAFKA))
                .as("not set")
                .isEqualTo("Kafka");
    }

    @Test
    void bracketsOfAnIpv6AddressStay() {
        environment.setProperty("camel.component.kafka.brokers", "[::1]:9093,[::2]");

        assertThat(Servers.of(environment))
                .containsExactly(new Server(
                        "Kafka",
                        List.of(new Address("[::1]", 9093), new Address("[::2]", 9092)),
                        "camel.component.kafka.brokers"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sightline.registry.url         | localhost:8082                    | http://host:8080/apis/ccompat/v7",
                "sightline.registry.url         | ''                                | http://host:8080/apis/ccompat/v7",
                "sightline.registry.url         | http://registry:99999             | http://host:8080/apis/ccompat/v7",
                "camel.component.minio.endpoint | s3.example.org                    | http://host:9000",
                "camel.component.minio.endpoint | 10.0.0.7:9000                     | http://host:9000",
                "camel.component.minio.endpoint | http://a bucket                   | http://host:9000",
                "camel.component.kafka.brokers  | kafka-1:9092,kafka-2:http         | host:9092",
                "camel.component.kafka.brokers  | kafka-1:9092,                     | host:9092",
                "camel.component.kafka.brokers  | kafka:70000                       | host:9092"
            })
    void saysHowToWriteAnAddressThatCannotBeRead(String setting, String value, String form) {
        environment.setProperty(setting, value);

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Servers.of(environment))
                .withMessage(setting + " has '" + value + "', which names no server")
                .extracting(StartupException::action)
                .isEqualTo("Write it as " + form + ".");
    }

    @Test
    void saysOfADatabasesUrlOnlyTheServersThatCannotBeRead() {
        environment.setProperty("spring.datasource.url", "jdbc:postgresql://db:x/sightline?password=secret");

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Servers.of(environment))
                .withMessage("spring.datasource.url has 'db:x', which names no server")
                .extracting(StartupException::action)
                .isEqualTo("Write it as jdbc:postgresql://host:5432/database.");
    }

    @Test
    void keepsThePasswordOfAnAddressToItself() {
        environment.setProperty("sightline.registry.url", "reader:secret@registry:8082");

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Servers.of(environment))
                .withMessage("sightline.registry.url has '***@registry:8082', which names no server");
    }

    @Test
    void waitsForNoServerWhereTokensAreInAFile() {
        environment.setProperty(
                "camel.component.kafka.additional-properties[sasl.oauthbearer.token.endpoint.url]", "file:/run/token");

        assertThat(Servers.of(environment)).isEmpty();
    }

    @Test
    void waitsForNothingThatIsNotSet() {
        environment.setProperty("spring.datasource.url", "jdbc:h2:mem:x");

        assertThat(Servers.of(environment)).isEqualTo(List.of());
    }
}
