package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sightline.audit.Audit;
import io.sightline.audit.AuditAnswer;
import io.sightline.audit.DayWindow;
import io.sightline.devstack.DevStack;
import io.sightline.e2e.TestStack;
import io.sightline.local.LocalRuntime;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ConfigurableApplicationContext;

/** A database that is put back to what it was some frames ago. */
@Tag("slow")
@ExtendWith(TestStack.class)
class RestoredDatabaseIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DevStack stack;

    RestoredDatabaseIT(DevStack stack) {
        this.stack = stack;
    }

    /**
     * Its positions are as old as its rows: what it lacks is read once more, by a sink at work and by one that starts.
     */
    @Test
    void whatItLacksIsStoredAgain() throws SQLException {
        // Given
        var settings = stack.isolate("restored");
        settings.put("sightline.stages", "ingest,detect,sink");
        var database = new Database(settings);
        var backup = new Backup(settings);
        try (var runtime = LocalRuntime.run(settings);
                var topics = new TopicWriter(settings)) {
            send(topics, 0, 8);
            awaitRows(database, 8, 1);
            backup.take();
            send(topics, 8, 16);
            awaitRows(database, 16, 2);
            // When
            backup.restore();
            // Then
            assertThat(database.count("frame")).isEqualTo(8);
            assertThat(answer(runtime).gaps())
                    .filteredOn(gap -> gap.equation().equals("sink"))
                    .isNotEmpty()
                    .allSatisfy(gap -> assertThat(gap.explanation()).contains("older backup", "restarted"));
            send(topics, 16, 24);
            awaitRows(database, 24, 3);
            awaitClean(runtime);
            // Given
            backup.take();
            send(topics, 24, 32);
            awaitRows(database, 32, 4);
        }
        // When
        backup.restore();
        // Then: nothing need come in for it
        assertThat(database.count("frame")).isEqualTo(24);
        try (var runtime = LocalRuntime.run(settings)) {
            awaitRows(database, 32, 4);
            awaitClean(runtime);
        }
    }

    private static void awaitRows(Database database, int frames, int letters) {
        await().atMost(PATIENCE)
                .until(() -> database.count("frame") == frames
                        && database.count("inference") == frames
                        && database.count("dead_letter") == letters);
    }

    private static void awaitClean(ConfigurableApplicationContext runtime) throws SQLException {
        await().atMost(PATIENCE).until(() -> answer(runtime).inFlight() == 0);
        var week = DayWindow.last(7, Instant.now());
        var counted = runtime.getBean(Audit.class).deep(week, Duration.ofSeconds(30));
        assertThat(counted.gaps()).isEmpty();
    }

    /** The pool may hand out connections that the restore has ended. */
    private static AuditAnswer answer(ConfigurableApplicationContext runtime) {
        return await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> runtime.getBean(Audit.class).answer(), answer -> true);
    }

    /** Frames of each camera, and a picture that is none. */
    private static void send(TopicWriter topics, int from, int to) {
        for (int i = from; i < to; i++) {
            topics.frame("camera-" + i % 4, NumberedPicture.jpeg(i));
        }
        topics.frame("camera-1", "no picture".getBytes(StandardCharsets.UTF_8));
        topics.flush();
    }

    /** A copy of a database, which takes its place when it is restored. */
    private static final class Backup {
        private final Database server;
        private final String name;

        Backup(Map<String, String> settings) {
            var url = String.valueOf(settings.get("spring.datasource.url"));
            name = url.replaceFirst("^.*/", "").replaceFirst("\\?.*", "");
            // The owner of the server: nobody else may copy a database that is in use.
            server = new Database(Map.of(
                    "spring.datasource.url",
                    url.replace("/" + name + "?", "/postgres?"),
                    "spring.datasource.username",
                    "postgres",
                    "spring.datasource.password",
                    ""));
        }

        void take() {
            closed(name, () -> server.change("create database " + name + "_backup template " + name));
        }

        void restore() {
            closed(name, () -> {
                server.change("drop database " + name);
                server.change("alter database " + name + "_backup rename to " + name);
            });
        }

        /** A database that somebody uses can be neither copied nor renamed. */
        private void closed(String database, Runnable work) {
            server.change("alter database " + database + " with allow_connections false");
            server.rows("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = ?", database);
            work.run();
            server.rows("select datname from pg_database where datname like ? and not datallowconn", name + "%")
                    .forEach(row ->
                            server.change("alter database " + row.get("datname") + " with allow_connections true"));
        }
    }
}
