package io.sightline.runtime;

import io.sightline.doctor.DatabaseQuestions;
import io.sightline.doctor.Finding;
import io.sightline.doctor.MigrationState;
import io.sightline.doctor.Subject;
import io.sightline.failure.Dependency;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;

/** What is looked at of the database. */
final class ExaminedDatabase {
    private final ExaminedRuntime runtime;
    private final DatabaseQuestions questions;

    ExaminedDatabase(ExaminedRuntime runtime) {
        this.runtime = runtime;
        this.questions = new DatabaseQuestions(() -> runtime.context().getBean(DataSource.class), runtime.clock());
    }

    Subject subject() {
        var wayOut = "See whether " + Servers.describe(runtime.environment(), Dependency.POSTGRESQL)
                + " is up and has the database, and look at spring.datasource.url, .username and .password.";
        return new Subject(
                ExaminedChecks.check("postgresql", wayOut, questions::server),
                List.of(
                        ExaminedChecks.check("postgresql.migrations", wayOut, this::migrations),
                        ExaminedChecks.check("postgresql.role", wayOut, () -> questions.role(runtime.runs(Stage.SINK))),
                        ExaminedChecks.check("clock.postgresql", wayOut, questions::clock)));
    }

    private Finding migrations() {
        var all = runtime.context().getBean(Flyway.class).info().all();
        return new MigrationState(
                        versions(
                                all,
                                it -> it.getState().isApplied() && it.getState().isResolved()),
                        versions(
                                all,
                                it -> it.getState().isResolved()
                                        && !it.getState().isApplied()),
                        versions(all, it -> it.getState().isFailed()),
                        versions(
                                all,
                                it -> !it.getState().isResolved()
                                        && !it.getState().isFailed()),
                        versions(
                                all,
                                it -> it.getState().isApplied()
                                        && it.getState().isResolved()
                                        && !it.isChecksumMatching()),
                        runtime.migrates())
                .judge();
    }

    private static List<String> versions(MigrationInfo[] all, Predicate<MigrationInfo> which) {
        return Arrays.stream(all)
                .filter(which)
                .map(migration -> String.valueOf(migration.getVersion()))
                .toList();
    }
}
