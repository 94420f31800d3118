package io.sightline.runtime;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;

/**
 * The migrations that the runtime makes at its start, by themselves: before pods start, by who may change tables. No
 * other server is waited for. It is no component of the runtime.
 */
@ImportAutoConfiguration({DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
class DatabaseMigration {
    /** @return version of the schema that the database has now */
    static String run(String... properties) {
        var application = new SpringApplication(DatabaseMigration.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setInitializers(List.of());
        try (var context = application.run(properties)) {
            var current = context.getBean(Flyway.class).info().current();
            return requireNonNull(requireNonNull(current).getVersion()).toString();
        }
    }
}
