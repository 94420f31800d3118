package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.claim.Sha256;
import io.sightline.claim.v1.ClaimRef;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.failure.Quotation;
import io.sightline.inference.ModelVersion;
import io.sightline.model.v1.ModelRef;
import io.sightline.model.v1.ModelState;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A version that was announced, with its files. */
record AnnouncedVersion(ModelVersion version, Artifact artifact) {
    /** The file that every artifact has. */
    static final String MODEL = "model.onnx";

    /**
     * What serves by an announcement; empty when it names none.
     *
     * @param bucket the only one that files may lie in
     * @throws PermanentFailure UNDECODABLE_RECORD when it contradicts itself: whoever writes to the topic must not
     *     choose what is read
     */
    static Optional<AnnouncedVersion> serving(ModelState state, String bucket) {
        return of(state.getName(), state.getServing(), state.getArtifact(), bucket);
    }

    /** What challenges it, with the same failures. */
    static Optional<AnnouncedVersion> challenger(ModelState state, String bucket) {
        return of(state.getName(), state.getChallenger(), state.getChallengerArtifact(), bucket);
    }

    /** Whether this is the version that an announcement means. */
    static boolean isNamed(ModelRef announced, ModelVersion version) {
        return version.version().equals(announced.getVersion())
                && version.sha256().equals(Sha256.ofDigest(announced.getSha256().bytes()));
    }

    private static Optional<AnnouncedVersion> of(
            String name, @Nullable ModelRef reference, List<ClaimRef> claims, String bucket) {
        if (reference == null) {
            return Optional.empty();
        }
        require(reference.getName().equals(name), name, "names a version of model " + reference.getName());
        require(
                reference.getVersion().codePoints().noneMatch(Quotation::isControl),
                name,
                "names version " + Quotation.of(reference.getVersion()));
        for (var claim : claims) {
            require(
                    claim.getBucket().equals(bucket),
                    name,
                    "names bucket " + claim.getBucket() + " where sightline.s3.bucket is " + bucket);
        }
        var sha256 = Sha256.ofDigest(reference.getSha256().bytes());
        var artifact = artifact(name, claims);
        require(
                artifact.sha256().equals(sha256),
                name,
                "names files of " + artifact.sha256() + " for version " + sha256);
        require(artifact.files().stream().anyMatch(file -> file.path().equals(MODEL)), name, "names no file " + MODEL);
        var version = new ModelVersion(
                name,
                reference.getVersion(),
                Optional.ofNullable(reference.getAlias()),
                Optional.ofNullable(reference.getRunId()),
                sha256);
        return Optional.of(new AnnouncedVersion(version, artifact));
    }

    private static Artifact artifact(String name, List<ClaimRef> claims) {
        try {
            return Artifact.of(claims);
        } catch (IllegalArgumentException e) {
            throw contradiction(name, "names files that cannot be: " + e.getMessage(), e);
        }
    }

    private static void require(boolean condition, String name, String what) {
        if (!condition) {
            throw contradiction(name, what, null);
        }
    }

    private static PermanentFailure contradiction(String name, String what, @Nullable Exception cause) {
        return new PermanentFailure(
                FailureCode.UNDECODABLE_RECORD, "the announcement of model " + name + " " + what, cause);
    }
}
