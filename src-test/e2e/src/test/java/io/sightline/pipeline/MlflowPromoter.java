package io.sightline.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.local.LocalRuntime;
import io.sightline.mlflow.DataScientist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.springframework.context.ConfigurableApplicationContext;

/** A promoter that looks at an MLflow every moment, and what becomes of the versions that are registered there. */
final class MlflowPromoter implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ALIAS = "champion";

    private final DataScientist scientist;
    private final Database database;
    private final ConfigurableApplicationContext runtime;

    /** @param settings of a runtime with the address of an MLflow */
    MlflowPromoter(DataScientist scientist, Map<String, String> settings) {
        this.scientist = scientist;
        settings.put("sightline.stages", "promote");
        settings.put("sightline.promotion.period", "300ms");
        this.database = new Database(settings);
        this.runtime = LocalRuntime.run(settings);
    }

    <T> T bean(Class<T> type) {
        return runtime.getBean(type);
    }

    Database database() {
        return database;
    }

    /** Registers a version and moves the alias to it; answers what serves then. */
    String promote(String model, Path source) throws Exception {
        var version = scientist.register(model, source);
        var before = serving(model);
        scientist.setAlias(model, ALIAS, version);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> serving(model).startsWith(version + " ")
                        && !serving(model).equals(before));
        return serving(model);
    }

    /** Number and hash of the version that serves; empty when none does. */
    String serving(String model) {
        return database.rows("""
                        select announced -> 'serving' ->> 'version' as version, announced -> 'serving' ->> 'sha256' as sha256
                        from model_state where name = ? and announced -> 'serving' ->> 'version' is not null""", model).stream()
                .map(row -> row.get("version") + " " + row.get("sha256"))
                .collect(Collectors.joining());
    }

    /** Registers a version that does not get to serve, and waits until MLflow shows why. */
    void rejects(String model, Path source, String reason) throws Exception {
        var before = serving(model);
        var version = scientist.register(model, source);
        scientist.setAlias(model, ALIAS, version);
        awaitRejected(model, version, reason);
        assertThat(serving(model)).isEqualTo(before);
    }

    void awaitRejected(String model, String version, String reason) throws Exception {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> tag(model, version, "status").equals("REJECTED"));
        assertThat(tag(model, version, "reason")).startsWith(reason);
    }

    /** What MLflow shows; empty without such a tag. */
    String tag(String model, String version, String name) throws Exception {
        return scientist.tags(model, version).getOrDefault("sightline.default." + name, "");
    }

    /** What the last step of this kind of a version says. */
    String message(String model, String version, String step) {
        var rows = database.rows(
                "select message from model_event where name = ? and version = ? and step = ? order by id desc limit 1",
                model,
                version,
                step);
        return String.valueOf(rows.get(0).get("message"));
    }

    /** Waits for a look that begins later and ends so. */
    void awaitLook(String model, String outcome) {
        awaitMore("sightline.promotion.looks", () -> wake(model), "model", model, "outcome", outcome);
    }

    /** Waits for a question that is asked later and fails so, whatever it is about. */
    void awaitFailure(String code) {
        awaitMore("sightline.promotion.failures", () -> {}, "code", code);
    }

    private void awaitMore(String name, Runnable meanwhile, String... tags) {
        var counter = bean(MeterRegistry.class).counter(name, tags);
        var before = counter.count();
        Awaitility.await().atMost(PATIENCE).until(() -> {
            meanwhile.run();
            return counter.count() > before + 1;
        });
    }

    /** After failures the next look may be a minute away. */
    private void wake(String model) {
        database.change("""
                insert into model_command (id, name, command, requested_by)
                select gen_random_uuid(), ?, 'look', 'test'
                where not exists (select 1 from model_command where name = ? and state = 'waiting')""", model, model);
    }

    /** Labels of its own make a version another one. */
    static Path labelled(String label, Path model) throws IOException {
        Files.writeString(model.resolve("1").resolve("labels.txt"), label);
        return model.resolve("1");
    }

    @Override
    public void close() {
        runtime.close();
    }
}
