package io.sightline.command;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code java -jar sightline.jar migrate}, with the database's address and login in the environment alone. */
@Tag("slow")
@ExtendWith(TestStack.class)
class MigrateIT {
    private static final Path REPOSITORY = Path.of("..", "..");

    private final Map<String, String> settings;

    MigrateIT(DevStack stack) {
        this.settings = stack.isolate("migrate-" + UUID.randomUUID().toString().substring(0, 8));
    }

    @Test
    void bringsADatabaseToTheSchemaOfTheRuntimeHoweverManyTryAtOnce() throws Exception {
        // Given
        var first = start(setting("url"), setting("password"), "--spring.flyway.enabled=false");
        var second = start(setting("url"), setting("password"));
        // When
        var outputs = output(first) + output(second);
        // Then
        assertThat(first.waitFor()).as(outputs).isZero();
        assertThat(second.waitFor()).as(outputs).isZero();
        assertThat(outputs).contains("the database has version " + last() + " of the schema");
        assertThat(rows("select count(*) from frame")).isZero();
        assertThat(rows("select max(version::int) from flyway_schema_history")).isEqualTo((long) last());
        assertThat(rows("select count(*) - count(distinct version) from flyway_schema_history where version is"
                        + " not null"))
                .isZero();
    }

    @Test
    void saysWhichDatabaseIsAwayAndHidesThePassword() throws Exception {
        var process = start("jdbc:postgresql://localhost:1/sightline", "not-shown");

        var output = output(process);

        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output)
                .contains(
                        "PostgreSQL at localhost:1 cannot be used", "the database was not migrated: ConnectException: ")
                .doesNotContain("not-shown");
    }

    @Test
    void saysWhatTheDatabaseRefuses() throws Exception {
        var process = start(setting("url"), setting("password"), "--spring.flyway.default-schema=pg_sightline");

        var output = output(process);

        assertThat(process.waitFor()).as(output).isEqualTo(1);
        assertThat(output).contains("the database was not migrated: PSQLException: ", "pg_sightline");
    }

    private static int last() throws IOException {
        try (var files = Files.list(REPOSITORY.resolve("schemas").resolve("sql"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("V\\d+__.*\\.sql"))
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();
        }
    }

    private long rows(String query) {
        var database = new DriverManagerDataSource(setting("url"), setting("username"), setting("password"));
        var found = new JdbcTemplate(database).queryForObject(query, Long.class);
        return found == null ? -1 : found;
    }

    private Process start(String url, String password, String... properties) throws IOException {
        var arguments = new ArrayList<>(List.of("migrate"));
        arguments.addAll(List.of(properties));
        var builder = PackagedCommand.of(arguments);
        builder.environment()
                .putAll(Map.of(
                        "SPRING_DATASOURCE_URL",
                        url,
                        "SPRING_DATASOURCE_USERNAME",
                        setting("username"),
                        "SPRING_DATASOURCE_PASSWORD",
                        password,
                        "SPRING_FLYWAY_CONNECT_RETRIES",
                        "0"));
        return builder.redirectErrorStream(true).start();
    }

    private String setting(String name) {
        return requireNonNull(settings.get("spring.datasource." + name));
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
