package io.sightline.lifecycle;

import io.minio.MinioClient;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.failure.TransientFailure;
import io.sightline.lifecycle.Candidate.Status;
import io.sightline.lifecycle.Sighting.Kind;
import io.sightline.mlflow.ArtifactUri;
import io.sightline.mlflow.MlflowClient;
import io.sightline.mlflow.ModelVersion;
import io.sightline.mlflow.RegisteredModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A registered model of MLflow: an alias says which version is to serve, another one which is to run in its shadow. */
public final class MlflowSource implements ModelSource {
    /** As MLflow counts versions; it does not understand a question for anything else. */
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    private final MlflowClient client;
    private final MinioClient store;
    private final FailureClassifier classifier;
    private final Names names;
    private final long mostBytes;
    /** What MLflow was told last of each version, so that it is not asked each time what it knows. */
    private final Map<String, VersionTags.Wanted> told = new ConcurrentHashMap<>();
    /** The tags that versions had at the last look: a leader that stood still may have told something else since. */
    private final Map<String, Map<String, String>> seen = new ConcurrentHashMap<>();

    /**
     * How a model is called.
     *
     * @param model here
     * @param registered in MLflow
     * @param champion alias of the version that is to serve
     * @param challenger alias of the version that is to run in its shadow
     */
    public record Names(String model, String registered, String champion, String challenger) {}

    /**
     * @param store where files are that MLflow does not hand out itself
     * @param mostBytes of the files of one version
     */
    public MlflowSource(
            MlflowClient client, MinioClient store, FailureClassifier classifier, Names names, long mostBytes) {
        this.client = client;
        this.store = store;
        this.classifier = classifier;
        this.names = names;
        this.mostBytes = mostBytes;
    }

    @Override
    public boolean isRegisteredAs(String name) {
        return names.registered().equals(name);
    }

    @Override
    public Sighting look() {
        var found = find(() -> client.model(names.registered()));
        if (found.isEmpty()) {
            return Sighting.none(
                    Kind.MODEL_MISSING,
                    "MLflow has no registered model " + Quotation.of(names.registered()),
                    Optional.empty());
        }
        var challenger = behind(found.get(), names.challenger());
        return behind(found.get(), names.champion())
                .map(champion -> Sighting.of(champion, challenger))
                .orElseGet(() -> Sighting.none(
                        Kind.ALIAS_MISSING,
                        "the registered model " + Quotation.of(names.registered())
                                + " of MLflow has no version with the" + " alias " + Quotation.of(names.champion())
                                + "; set it on the version that is to serve",
                        challenger));
    }

    /** Empty also for an alias whose version was deleted in between. */
    private Optional<Candidate> behind(RegisteredModel model, String alias) {
        return Optional.ofNullable(model.aliases().get(alias))
                .flatMap(version -> find(() -> client.version(names.registered(), version)))
                .map(version -> candidate(version, Optional.of(alias)));
    }

    @Override
    public Optional<Candidate> version(String version) {
        return NUMBER.matcher(version).matches()
                ? find(() -> client.version(names.registered(), version))
                        .map(found -> candidate(found, Optional.empty()))
                : Optional.empty();
    }

    private Candidate candidate(ModelVersion version, Optional<String> alias) {
        seen.put(version.version(), version.tags());
        return new Candidate(
                names.model(),
                version.version(),
                alias,
                Optional.ofNullable(version.runId()),
                version.source(),
                status(version),
                version.tags(),
                Optional.empty());
    }

    private static Status status(ModelVersion version) {
        if (version.isReady()) {
            return Status.READY;
        }
        return version.status().equals("FAILED_REGISTRATION") ? Status.FAILED : Status.PENDING;
    }

    @Override
    public Fetched fetch(Candidate candidate, Path folder) {
        var version = client.version(names.registered(), candidate.version());
        if (!Quotation.of(version.source(), Candidate.LONGEST_SOURCE).equals(candidate.source())) {
            throw new TransientFailure(
                    FailureCode.DEPENDENCY_UNAVAILABLE,
                    "version " + candidate.version() + " of " + names.registered()
                            + " was made anew in the meantime; it is looked at again");
        }
        var spec = Optional.ofNullable(version.tags().get(Candidate.DETECTOR_TAG));
        try {
            return new VersionDownload(files(version), spec, mostBytes, folder).run();
        } catch (IOException e) {
            throw new TransientFailure(
                    FailureCode.UNEXPECTED_FAILURE, "the folder " + folder + " cannot be used: " + e, e);
        }
    }

    private VersionFiles files(ModelVersion version) {
        var place = client.artifacts(version);
        if (place instanceof ArtifactUri.S3 bucket) {
            return new BucketFiles(store, bucket.bucket(), bucket.prefix(), classifier);
        }
        return new MlflowFiles(
                client,
                version,
                place instanceof ArtifactUri.Proxied proxied ? Optional.of(proxied) : Optional.empty());
    }

    @Override
    public void tell(VersionTags tags, Map<String, VersionTags.Wanted> wanted) {
        told.keySet().retainAll(wanted.keySet());
        wanted.forEach((version, what) -> {
            if (!what.equals(told.get(version)) || differs(tags, version, what)) {
                tell(tags, version, what);
                told.put(version, what);
            }
        });
        seen.clear();
    }

    private boolean differs(VersionTags tags, String version, VersionTags.Wanted wanted) {
        var present = seen.get(version);
        return present != null && !tags.change(wanted.tags(), present).isEmpty();
    }

    private void tell(VersionTags tags, String version, VersionTags.Wanted wanted) {
        var present = find(() -> client.version(names.registered(), version))
                .filter(found -> wanted.isAbout(Quotation.of(found.source(), Candidate.LONGEST_SOURCE)));
        present.map(found -> tags.change(wanted.tags(), found.tags()))
                .orElse(Map.of())
                .forEach((key, value) -> value.ifPresentOrElse(
                        text -> client.setTag(names.registered(), version, key, text),
                        () -> client.deleteTag(names.registered(), version, key)));
    }

    /** Empty when MLflow surely has no such thing. */
    private static <T> Optional<T> find(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (PermanentFailure e) {
            if (e.code() == FailureCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
