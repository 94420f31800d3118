package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.claim.Sha256;
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
            var objection = objection(from);
            if (objection.isPresent()) {
                return new Fetched.Unusable(objection.get());
            }
            var expected = hashes.of(from);
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
        var folder = folder(version);
        try {
            // What is refused anyhow is not read: it may be endless, or nobody's business.
            var sha256 = objection(folder).isPresent()
                    ? Optional.<Sha256>empty()
                    : Optional.of(hashes.of(folder).sha256());
            return new Candidate(
                    directory.name(),
                    version,
                    Optional.of(directory.alias()),
                    Optional.empty(),
                    SOURCE,
                    Status.READY,
                    Map.of(),
                    sha256);
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    /** What speaks against the files of a version before one of them is read. */
    private Optional<Rejection> objection(Path folder) throws IOException {
        var strayLink = directory.strayLink(folder);
        if (strayLink.isPresent()) {
            return strayLink.map(message -> new Rejection(RejectionReason.UNUSABLE, message));
        }
        var size = 0L;
        for (var path : Artifact.paths(folder)) {
            size += Files.size(folder.resolve(path));
        }
        return size > mostBytes ? Optional.of(ArtifactSize.tooLarge(size, mostBytes)) : Optional.empty();
    }

    private boolean isComplete(String version) {
        return Files.isRegularFile(directory.path().resolve(version).resolve("model.onnx"));
    }

    /** Where its files are, whatever link leads there: below a link nothing would be found. */
    private Path folder(String version) {
        var folder = directory.path().resolve(version);
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static TransientFailure unreadable(Path folder, IOException e) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the folder " + folder.toAbsolutePath() + " cannot be read: " + e,
                e);
    }
}
