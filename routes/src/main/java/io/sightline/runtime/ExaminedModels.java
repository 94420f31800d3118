package io.sightline.runtime;

import io.sightline.claim.v1.ClaimRef;
import io.sightline.doctor.Check;
import io.sightline.doctor.Finding;
import io.sightline.doctor.HostQuestions;
import io.sightline.doctor.Subject;
import io.sightline.failure.PermanentFailure;
import io.sightline.inference.ModelDirectory;
import io.sightline.inference.ProcessMemory;
import io.sightline.runtime.SightlineProperties.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is looked at of models in folders, and of the machine that runs them. */
final class ExaminedModels {
    private final ExaminedRuntime runtime;
    private final SightlineProperties sightline;

    ExaminedModels(ExaminedRuntime runtime) {
        this.runtime = runtime;
        this.sightline = runtime.settings(SightlineProperties.class);
    }

    List<Subject> subjects() {
        var subjects = new ArrayList<Subject>();
        var inferring = new Stage[] {Stage.DETECT, Stage.API, Stage.PROMOTE};
        sightline.models().forEach((name, model) -> {
            // Where others promote, the folder may be theirs alone; without a path none of them starts.
            if (model.from() == Origin.DIRECTORY
                    && (runtime.runs(Stage.PROMOTE) || model.path() == null && runtime.runs(inferring))) {
                subjects.add(Subject.of(ExaminedChecks.check(
                        "model." + name,
                        "Look at sightline.models." + name + ".path.",
                        () -> newest(FollowerConfiguration.directory(name, model)))));
            }
        });
        subjects.add(host("model.default", this::defaultModel, Stage.DETECT, Stage.API));
        subjects.add(host("host.cores", this::cores, inferring));
        subjects.add(host("host.memory", this::memory, inferring));
        subjects.add(host("host.cache", this::cache, inferring));
        return subjects;
    }

    private Subject host(String name, Check.SingleQuestion question, Stage... users) {
        return Subject.of(
                runtime.runs(users)
                        ? ExaminedChecks.check(
                                name, "Look at sightline.detection.* and sightline.artifacts.*.", question)
                        : ExaminedChecks.skipped(name, runtime.unneeded()));
    }

    private List<ModelDirectory> directories() {
        return sightline.models().entrySet().stream()
                .filter(model -> model.getValue().from() == Origin.DIRECTORY
                        && model.getValue().path() != null)
                .map(model -> new ModelDirectory(
                        model.getKey(),
                        Objects.requireNonNull(model.getValue().path()),
                        model.getValue().alias()))
                .toList();
    }

    private static Finding newest(ModelDirectory directory) {
        var files = directory.newest();
        return Finding.ok(
                "model." + directory.name(), "version " + files.version().version() + " in " + directory.path());
    }

    private Finding defaultModel() {
        var model = runtime.settings(DetectionProperties.class).model();
        EngineConfiguration.requireConfigured(model, sightline.models().keySet());
        return Finding.ok("model.default", "model " + model + " is configured");
    }

    private Finding cores() {
        var detection = runtime.settings(DetectionProperties.class);
        return HostQuestions.cores(
                detection.effectivePermits(),
                detection.threads(),
                Runtime.getRuntime().availableProcessors());
    }

    private Finding memory() {
        var settings = EngineConfiguration.settings(
                runtime.settings(DetectionProperties.class), runtime.settings(IngestProperties.class));
        return HostQuestions.memory(
                sizes(),
                settings.sessions(),
                ProcessMemory.ofThisProcess(),
                runtime.settings(ArtifactProperties.class).cacheLimit().toBytes());
    }

    /** Bytes by model: of the newest version in its folder, and else of what served last in this process. */
    private Map<String, Long> sizes() {
        var sizes = new TreeMap<String, Long>();
        for (var state : RememberedModels.of(runtime.environment()).all()) {
            if (state.getServing() != null && sightline.models().containsKey(state.getName())) {
                sizes.put(
                        state.getName(),
                        state.getArtifact().stream()
                                .mapToLong(ClaimRef::getSize)
                                .sum());
            }
        }
        for (var directory : directories()) {
            try {
                sizes.put(directory.name(), directory.newest().size());
            } catch (PermanentFailure e) {
                // That it has no version is told by its own check.
            }
        }
        return sizes;
    }

    private Finding cache() throws IOException {
        var artifacts = runtime.settings(ArtifactProperties.class);
        return HostQuestions.cache(artifacts.cache(), artifacts.cacheLimit().toBytes());
    }
}
