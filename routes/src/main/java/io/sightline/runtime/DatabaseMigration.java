package io.sightline.runtime;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * The migrations that the runtime makes at its start, by themselves: before pods start, by who may change tables. No
 * other server is waited for. It is no component of the runtime.
 */
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
class DatabaseMigration {
    /** Whoever asks for migrations wants them, also where the runtime is told to leave them alone. */
    private static void insist(ConfigurableApplicationContext context) {
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("migrate", Map.of("spring.flyway.enabled", true)));
    }

    /** @return version of the schema that the database has now */
    static String run(String... properties) {
        var application = new SpringApplication(DatabaseMigration.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setInitializers(List.of(DatabaseMigration::insist));
        try (var context = application.run(properties)) {
            var current = context.getBean(Flyway.class).info().current();
            return requireNonNull(requireNonNull(current).getVersion()).toString();
        }
    }
}
