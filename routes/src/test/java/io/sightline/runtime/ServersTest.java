package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

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
                "camel.component.kafka.brokers  | kafka-1:9093,kafka-2:9093               | Kafka             | kafka-1:9093",
                "camel.component.kafka.brokers  | kafka                                   | Kafka             | kafka:9092",
                "camel.component.kafka.brokers  | 10.0.0.7:9092                           | Kafka             | 10.0.0.7:9092",
                "camel.component.minio.endpoint | http://s3:9000                          | S3 object storage | s3:9000",
                "camel.component.minio.endpoint | https://s3.example.org                  | S3 object storage | s3.example.org:443",
                "camel.component.minio.endpoint | http://s3.example.org                   | S3 object storage | s3.example.org:80",
                "sightline.registry.url         | http://registry:8080/apis/ccompat/v7    | schema registry   | registry:8080",
                "spring.datasource.url          | jdbc:postgresql://db:5433/sightline     | PostgreSQL        | db:5433",
                "spring.datasource.url          | jdbc:postgresql://db/sightline?ssl=true | PostgreSQL        | db:5432",
                "spring.datasource.url          | jdbc:postgresql://db-1:5433,db-2/x      | PostgreSQL        | db-1:5433"
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
    void bracketsOfAnIpv6AddressStay() {
        environment.setProperty("camel.component.kafka.brokers", "[::1]:9092");

        assertThat(Servers.of(environment))
                .containsExactly(new Server("Kafka", "[::1]", 9092, "camel.component.kafka.brokers"));
    }

    @Test
    void waitsForNothingThatIsNotSet() {
        environment.setProperty("spring.datasource.url", "jdbc:h2:mem:x");

        assertThat(Servers.of(environment)).isEqualTo(List.of());
    }
}
