package io.sightline.lifecycle;

import io.sightline.artifact.ArtifactFile;
import io.sightline.claim.Sha256;
import io.sightline.failure.Quotation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges where a model says that its weights are. */
final class WeightFiles {
    private static final Sha256 NOTHING = Sha256.of(new byte[0]);

    private WeightFiles() {}

    /**
     * What speaks against these places.
     *
     * @param locations as the model has them, to be understood from its own folder
     * @param files those of the version
     */
    static Optional<Rejection> objection(Collection<String> locations, List<ArtifactFile> files) {
        var paths = files.stream().map(ArtifactFile::path).collect(Collectors.toSet());
        return locations.stream()
                .flatMap(location -> objection(location, paths).stream())
                .findFirst();
    }

    /** What speaks against one of them. */
    static Optional<Rejection> objection(String location, Set<String> paths) {
        if (leadsOut(location)) {
            return Optional.of(new Rejection(
                    RejectionReason.EXTERNAL_DATA,
                    "the model names weights in " + Quotation.of(location)
                            + ", which is no path inside of its folder; save it with its weights beside it"));
        }
        if (!paths.contains(location)) {
            return Optional.of(new Rejection(
                    RejectionReason.EXTERNAL_DATA,
                    "the model names weights in " + Quotation.of(location)
                            + ", and the version has no such file; log the model with all of its files"));
        }
        return Optional.empty();
    }

    /** Whether it is no path inside of a folder. */
    static boolean leadsOut(String location) {
        try {
            var unused = new ArtifactFile(location, NOTHING, 0);
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
