package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.claim.v1.Sha256;
import io.sightline.model.v1.ModelRef;
import io.sightline.model.v1.ModelState;
import io.sightline.model.v1.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Announcements under construction. */
final class States {
    static final String BUCKET = "models-of-tests";

    private final ModelState state;

    private States(String name) {
        state = ModelState.newBuilder()
                .setName(name)
                .setPinned(false)
                .setArtifact(List.of())
                .setDetector("{}")
                .setSignature("{}")
                .setStatus(Status.SERVING)
                .setDecidedAt(Instant.parse("2026-11-01T08:00:00Z"))
                .setMetrics(Map.of())
                .setEpoch(1)
                .setSequence(1)
                .build();
    }

    static States named(String name) {
        return new States(name);
    }

    States at(long epoch, long sequence) {
        state.setEpoch(epoch);
        state.setSequence(sequence);
        return this;
    }

    States serving(String version, @Nullable String alias, Artifact artifact) {
        state.setServing(reference(version, alias, artifact));
        state.setArtifact(artifact.claims(BUCKET));
        return this;
    }

    States challenger(String version, Artifact artifact, double share) {
        state.setChallenger(reference(version, "challenger", artifact));
        state.setChallengerArtifact(artifact.claims(BUCKET));
        state.setShadowShare(share);
        return this;
    }

    private ModelRef reference(String version, @Nullable String alias, Artifact artifact) {
        return ModelRef.newBuilder()
                .setName(state.getName())
                .setVersion(version)
                .setAlias(alias)
                .setRunId("run-" + version)
                .setSha256(new Sha256(artifact.sha256().bytes()))
                .build();
    }

    ModelState build() {
        return ModelState.newBuilder(state).build();
    }
}
