package io.sightline.runtime;

import io.sightline.doctor.Discretion;
import io.sightline.doctor.Examination;
import io.sightline.doctor.Finding;
import io.sightline.doctor.Subject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaClientFactory;
import org.apache.camel.component.kafka.springboot.KafkaComponentAutoConfiguration;
import org.apache.camel.component.kafka.springboot.KafkaComponentConverter;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Looks at all that the runtime needs, with the clients that the runtime has and without the runtime: no route runs, no
 * migration is made, and no server is waited for. It is no component of the runtime.
 */
@ImportAutoConfiguration({
    CamelAutoConfiguration.class,
    KafkaComponentConverter.class,
    KafkaComponentAutoConfiguration.class,
    SslAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    FlywayAutoConfiguration.class
})
class RuntimeExamination {
    /** Longest that all checks may take, so that with the start of Java it is less than half a minute. */
    private static final Duration LIMIT = Duration.ofSeconds(18);

    private static final Map<String, Object> SETTINGS = Map.of(
            "camel.main.routes-collector-enabled",
            false,
            // Whether the runtime migrates or not, what is in the database can be told.
            "spring.flyway.enabled",
            true,
            "spring.flyway.connect-retries",
            0);

    /** What consumers of the runtime are gated by. */
    @Bean
    KafkaClientFactory gate() {
        return new DefaultKafkaClientFactory();
    }

    @Bean
    FlywayMigrationStrategy noMigration() {
        return flyway -> {};
    }

    /** What was found, in the order in which it is to be read, without secrets. */
    static List<Finding> run(String... properties) throws InterruptedException {
        return run(LIMIT, RuntimeExamination::subjects, properties);
    }

    /**
     * The same of other subjects.
     *
     * @param limit longest that all of them may take
     */
    static List<Finding> run(Duration limit, Function<ExaminedRuntime, List<Subject>> subjects, String... properties)
            throws InterruptedException {
        // The output is the report's alone.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        var secrets = new TreeSet<>(SecretValues.in(givenBy(properties)));
        List<Finding> findings;
        try {
            findings = new Examination(limit).run(subjects.apply(examined(secrets, properties)));
        } catch (RuntimeException e) {
            findings = List.of(unusable(e));
        }
        return new Discretion(secrets).shown(findings);
    }

    /** What is known before files of settings are read, which may fail. */
    private static ConfigurableEnvironment givenBy(String... properties) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(properties));
        return environment;
    }

    /** @param secrets gets what is not to be shown of what is found, whatever becomes of this */
    private static ExaminedRuntime examined(Set<String> secrets, String... properties) {
        var application = new SpringApplication(RuntimeExamination.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setLazyInitialization(true);
        application.setRegisterShutdownHook(false);
        var migrates = new boolean[1];
        application.setInitializers(List.of(context -> {
            secrets.addAll(SecretValues.in(context.getEnvironment()));
            migrates[0] = insist(context);
        }));
        // It is not closed: a client that waits for its server would hold that up, and the process ends.
        var context = application.run(properties);
        new CheckProperties().initialize(context);
        new CheckValues().initialize(context);
        return new ExaminedRuntime(context, Clock.systemUTC(), migrates[0]);
    }

    /** @return whether the runtime makes migrations when it starts */
    private static boolean insist(ConfigurableApplicationContext context) {
        var environment = context.getEnvironment();
        boolean migrates = environment.getProperty("spring.flyway.enabled", Boolean.class, true);
        environment.getPropertySources().addFirst(new MapPropertySource("doctor", SETTINGS));
        return migrates;
    }

    private static List<Subject> subjects(ExaminedRuntime examined) {
        var subjects = new ArrayList<Subject>();
        subjects.add(Subject.of(ExaminedChecks.check(
                "settings", "", () -> Finding.ok("settings", "stages " + StageNames.of(examined.stages())))));
        subjects.add(ExaminedChecks.guarded("kafka", () -> new ExaminedKafka(examined).subject()));
        subjects.add(ExaminedChecks.guarded("registry", () -> new ExaminedRegistry(examined).subject()));
        subjects.add(ExaminedChecks.guarded("s3", () -> new ExaminedStore(examined).subject()));
        subjects.add(ExaminedChecks.guarded("clock.s3", () -> new ExaminedStore(examined).clock()));
        subjects.add(ExaminedChecks.guarded("postgresql", () -> new ExaminedDatabase(examined).subject()));
        subjects.add(ExaminedChecks.guarded("keycloak", () -> new ExaminedRealm(examined).subject()));
        subjects.add(ExaminedChecks.guarded("mlflow", () -> new ExaminedMlflow(examined).subject()));
        subjects.addAll(new ExaminedModels(examined).subjects());
        subjects.addAll(new ExaminedCertificates(examined).subjects());
        return subjects;
    }

    private static Finding unusable(RuntimeException failure) {
        return ExaminedChecks.ofStartup("settings", failure)
                .orElseGet(() -> Finding.fail(
                        "settings",
                        String.valueOf(failure.getMessage()),
                        "Mend the setting; the README lists all of them."));
    }
}
