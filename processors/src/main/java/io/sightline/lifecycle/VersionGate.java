package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.evaluation.GateVerdict;
import io.sightline.evaluation.GoldenGate;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.InferenceEngine;
import io.sightline.inference.ModelFiles;
import io.sightline.inference.ModelVersion;
import io.sightline.inference.PreparedModel;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

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
    private final Predicate<Term> goesOn;
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

    /**
     * @param gate the bounds
     * @param goesOn whether a verdict is still wanted of this process
     */
    public VersionGate(
            InferenceEngine engine,
            GoldenSets sets,
            GoldenGate gate,
            ModelArtifacts artifacts,
            Files files,
            Predicate<Term> goesOn) {
        this.engine = engine;
        this.sets = sets;
        this.gate = gate;
        this.artifacts = artifacts;
        this.files = files;
        this.goesOn = goesOn;
        this.check = new OutputCheck(engine);
    }

    @Override
    public Verdict judge(Promotion promotion) throws SQLException {
        var objection = check.objection(promotion.prepared());
        if (objection.isPresent()) {
            return new Verdict(objection, objection.get().message(), Map.of());
        }
        Optional<GoldenSets.Found> golden;
        try {
            golden = sets.find(promotion.settings());
        } catch (IllegalArgumentException e) {
            return verdict(GoldenGate.unfit(String.valueOf(e.getMessage())));
        }
        if (golden.isEmpty()) {
            return verdict(GoldenGate.notGated(
                    "no golden set is configured (sightline.models." + promotion.name() + ".golden)"));
        }
        var trial = new GoldenTrial(golden.get(), gate, () -> goesOn.test(promotion.term()));
        var serving = promotion.stored().memory().serving();
        return serving.isPresent()
                ? compare(trial, promotion, serving.get())
                : verdict(trial.alone(candidate(promotion), "nothing serves yet to compare it with"));
    }

    private Verdict compare(GoldenTrial trial, Promotion promotion, KnownVersion known) throws SQLException {
        var stored = artifacts.find(known.sha256()).orElseThrow();
        Held held;
        try {
            held = files.use(stored.artifact());
        } catch (PermanentFailure e) {
            return switch (e.code()) {
                case MODEL_UNKNOWN -> noRoom(known, String.valueOf(e.getMessage()));
                case CLAIM_MISSING, CLAIM_CORRUPT -> alone(trial, promotion, known, e);
                default -> throw e;
            };
        }
        try (held) {
            return compare(trial, promotion, known, held.folder());
        }
    }

    private Verdict compare(GoldenTrial trial, Promotion promotion, KnownVersion known, Path folder) {
        var version = new ModelVersion(promotion.name(), known.version(), known.alias(), known.runId(), known.sha256());
        PreparedModel serving;
        try {
            serving = engine.prepare(new ModelFiles(version, folder.resolve("model.onnx")));
        } catch (PermanentFailure e) {
            return e.code() == FailureCode.MODEL_UNUSABLE
                    ? noRoom(known, String.valueOf(e.getMessage()))
                    : alone(trial, promotion, known, e);
        }
        try (serving) {
            return verdict(trial.compare(candidate(promotion), new GoldenRun(engine, serving)));
        }
    }

    private static Verdict noRoom(KnownVersion known, String why) {
        var message = "to compare it with version " + known.version() + ", which serves, both need room: " + why;
        return new Verdict(Optional.of(new Rejection(RejectionReason.TOO_LARGE, message)), message, Map.of());
    }

    /** What is broken and serves must not keep away for ever what could take its place. */
    private Verdict alone(GoldenTrial trial, Promotion promotion, KnownVersion known, PermanentFailure why) {
        return verdict(trial.alone(
                candidate(promotion),
                "version " + known.version() + ", which serves, cannot be measured (" + why.getMessage() + ")"));
    }

    private GoldenRun candidate(Promotion promotion) {
        return new GoldenRun(engine, promotion.prepared());
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
