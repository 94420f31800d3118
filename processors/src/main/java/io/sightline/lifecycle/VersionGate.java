package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.evaluation.GateVerdict;
import io.sightline.evaluation.GoldenGate;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelFiles;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.PreparedModel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * The gate of all models: whatever a version finds has to be numbers; and where there is a golden set, it has to be as
 * good and as quick as the version that serves, within the bounds.
 */
public final class VersionGate implements Gate {
    private final InferenceEngine engine;
    private final GoldenSets sets;
    private final GoldenGate gate;
    private final ModelArtifacts artifacts;
    private final Files files;
    private final Lease lease;
    private final OutputCheck check;

    /** Where the files of the version that serves are brought from. */
    @FunctionalInterface
    public interface Files {
        /** Lets them stay on the local disk until that is closed. */
        Held use(Artifact artifact);
    }

    /**
     * Files that stay where they are.
     *
     * @param folder where they lie under the paths that their artifact says
     * @param release lets them go
     */
    public record Held(Path folder, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    /** @param gate the bounds */
    public VersionGate(
            InferenceEngine engine,
            GoldenSets sets,
            GoldenGate gate,
            ModelArtifacts artifacts,
            Files files,
            Lease lease) {
        this.engine = engine;
        this.sets = sets;
        this.gate = gate;
        this.artifacts = artifacts;
        this.files = files;
        this.lease = lease;
        this.check = new OutputCheck(engine);
    }

    @Override
    public Verdict judge(Promotion promotion) throws SQLException {
        var objection = promotion.prepared().flatMap(check::objection);
        if (objection.isPresent()) {
            return new Verdict(objection, objection.get().message(), Map.of());
        }
        return verdict(judgeByGoldenSet(promotion));
    }

    private GateVerdict judgeByGoldenSet(Promotion promotion) throws SQLException {
        Optional<GoldenSets.Found> golden;
        try {
            golden = sets.find(promotion.settings());
        } catch (IllegalArgumentException e) {
            return GoldenGate.unfit(String.valueOf(e.getMessage()));
        }
        if (golden.isEmpty()) {
            return GoldenGate.notGated(
                    "no golden set is configured (sightline.models." + promotion.name() + ".golden)");
        }
        var trial = new GoldenTrial(
                golden.get(),
                gate,
                () -> lease.term().filter(promotion.term()::equals).isPresent());
        if (promotion.prepared().isPresent()) {
            return run(trial, promotion.prepared().get(), promotion);
        }
        // What runs in this process already is measured apart: its own runs are counted.
        try (var candidate = engine.prepare(PrepareVersion.files(promotion))) {
            return run(trial, candidate, promotion);
        }
    }

    private GateVerdict run(GoldenTrial trial, PreparedModel candidate, Promotion promotion) throws SQLException {
        return promotion.stored().memory().serving().isPresent()
                ? compare(trial, candidate, promotion)
                : trial.run(new GoldenRun(engine, candidate), Optional.empty());
    }

    private GateVerdict compare(GoldenTrial trial, PreparedModel candidate, Promotion promotion) throws SQLException {
        var known = promotion.stored().memory().serving().orElseThrow();
        var stored = artifacts.find(known.sha256()).orElseThrow();
        try (var cached = files.use(stored.artifact());
                var serving = engine.prepare(new ModelFiles(
                        new ModelVersion(
                                promotion.name(), known.version(), known.alias(), known.runId(), known.sha256()),
                        cached.folder().resolve("model.onnx")))) {
            return trial.run(new GoldenRun(engine, candidate), Optional.of(new GoldenRun(engine, serving)));
        }
    }

    private static Verdict verdict(GateVerdict verdict) {
        return new Verdict(
                verdict.reason()
                        .map(reason -> new Rejection(
                                RejectionReason.valueOf(reason.name()), verdict.text(), verdict.metrics())),
                verdict.text(),
                verdict.metrics());
    }
}
