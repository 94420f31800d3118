package io.sightline.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OwnConnectionTest {
    @Test
    void isTheSameDatabaseWithLessPatience() {
        try (var shared = new HikariDataSource()) {
            shared.setJdbcUrl("jdbc:postgresql://database/sightline?sslmode=verify-full");
            shared.setUsername("sightline");
            shared.setPassword("dev-only");
            shared.setDriverClassName("org.postgresql.Driver");
            shared.setCatalog("sightline");
            shared.setSchema("frames");
            shared.setConnectionInitSql("SET lock_timeout = '1s'");
            shared.addDataSourceProperty("socketTimeout", "60");
            shared.addDataSourceProperty("tcpKeepAlive", "true");

            try (var own = new OwnConnection(shared, "own", Duration.ofMillis(2500))) {
                assertThat(own.database()).isInstanceOfSatisfying(HikariDataSource.class, pool -> {
                    assertThat(pool.getJdbcUrl()).isEqualTo(shared.getJdbcUrl());
                    assertThat(pool.getUsername()).isEqualTo("sightline");
                    assertThat(pool.getPassword()).isEqualTo("dev-only");
                    assertThat(pool.getDriverClassName()).isEqualTo("org.postgresql.Driver");
                    assertThat(pool.getCatalog()).isEqualTo("sightline");
                    assertThat(pool.getSchema()).isEqualTo("frames");
                    assertThat(pool.getConnectionInitSql()).isEqualTo("SET lock_timeout = '1s'");
                    assertThat(pool.getDataSourceProperties())
                            .containsEntry("socketTimeout", "3")
                            .containsEntry("connectTimeout", "3")
                            .containsEntry("tcpKeepAlive", "true");
                    assertThat(pool.getMaximumPoolSize()).isOne();
                    assertThat(pool.getConnectionTimeout()).isEqualTo(2500);
                });
            }
        }
    }
}
