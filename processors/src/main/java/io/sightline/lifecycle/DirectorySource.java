package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import io.sightline.inference.ModelDirectory;
import io.sightline.lifecycle.Candidate.Status;
import io.sightline.lifecycle.Sighting.Kind;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A folder with a sub-folder for each version, as Triton lays it out. The highest number whose folder holds a
 * {@code model.onnx} is the one that is to serve; a folder that is filled under another name and renamed is never seen
 * by half.
 */
public final class DirectorySource implements ModelSource {
    /** Whoever else offers files under a number offers others, as far as can be known. */
    static final String SOURCE = "directory";

    private final ModelDirectory directory;
    private final long mostBytes;
    private final FolderHashes hashes = new FolderHashes();

    /** @param mostBytes of the files of one version */
    public DirectorySource(ModelDirectory directory, long mostBytes) {
        this.directory = directory;
        this.mostBytes = mostBytes;
    }

    @Override
    public Sighting look() {
        return directory.versions().stream()
                .filter(this::isComplete)
                .max(Comparator.comparing(BigInteger::new))
                .map(version -> Sighting.of(candidate(version), Optional.empty()))
                .orElseGet(() -> Sighting.none(
                        Kind.NO_VERSION,
                        "the folder " + directory.path().toAbsolutePath()
                                + " has no version; put the model at 1/model.onnx inside of it",
                        Optional.empty()));
    }

    @Override
    public Optional<Candidate> version(String version) {
        return directory.versions().contains(version) && isComplete(version)
                ? Optional.of(candidate(version))
                : Optional.empty();
    }

    @Override
    public Fetched fetch(Candidate candidate, Path folder) {
        var from = folder(candidate.version());
        try {
            var expected = hashes.of(from);
            if (expected.size() > mostBytes) {
                return new Fetched.Unusable(ArtifactSize.tooLarge(expected.size(), mostBytes));
            }
            for (var file : expected.files()) {
                var target = folder.resolve(file.path());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.copy(from.resolve(file.path()), target);
            }
            if (!Artifact.of(folder).equals(expected)) {
                throw new TransientFailure(
                        FailureCode.DEPENDENCY_UNAVAILABLE,
                        "the files in " + from.toAbsolutePath()
                                + " changed while they were copied; write a version into"
                                + " a folder of another name first, and rename it when it is whole");
            }
            return new Fetched.Files(List.of());
        } catch (IOException e) {
            throw unreadable(from, e);
        }
    }

    /** A folder is read and nothing else. */
    @Override
    public void tell(VersionTags tags, Map<String, VersionTags.Wanted> wanted) {}

    private Candidate candidate(String version) {
        try {
            return new Candidate(
                    directory.name(),
                    version,
                    Optional.of(directory.alias()),
                    Optional.empty(),
                    SOURCE,
                    Status.READY,
                    Map.of(),
                    Optional.of(hashes.of(folder(version)).sha256()));
        } catch (IOException e) {
            throw unreadable(folder(version), e);
        }
    }

    private boolean isComplete(String version) {
        return Files.isRegularFile(folder(version).resolve("model.onnx"));
    }

    private Path folder(String version) {
        return directory.path().resolve(version);
    }

    private static TransientFailure unreadable(Path folder, IOException e) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the folder " + folder.toAbsolutePath() + " cannot be read: " + e,
                e);
    }
}
