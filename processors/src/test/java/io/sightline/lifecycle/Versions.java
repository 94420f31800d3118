package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;
import io.sightline.artifact.ArtifactFile;
import io.sightline.claim.Sha256;
import io.sightline.lifecycle.Candidate.Status;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions of the model {@code parcels} that exist on paper. */
final class Versions {
    static final String MODEL = "parcels";
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    static final Decisions AT_NOON = new Decisions("bucket", NOON);

    private Versions() {}

    /** A version that alias champion points at. */
    static Candidate champion(String version) {
        return new Candidate(
                MODEL,
                version,
                Optional.of("champion"),
                Optional.of("run-" + version),
                "models:/m-" + version,
                Status.READY,
                Map.of(),
                Optional.empty());
    }

    static Candidate challenger(String version) {
        return with(champion(version), Optional.of("challenger"), Status.READY, Map.of(), Optional.empty());
    }

    static Candidate with(Candidate candidate, Status status) {
        return with(candidate, candidate.alias(), status, candidate.tags(), candidate.sha256());
    }

    static Candidate with(Candidate candidate, Map<String, String> tags) {
        return with(candidate, candidate.alias(), candidate.status(), tags, candidate.sha256());
    }

    /** The same from a source that knows the hash of its files. */
    static Candidate with(Candidate candidate, Sha256 sha256) {
        return with(candidate, candidate.alias(), candidate.status(), candidate.tags(), Optional.of(sha256));
    }

    private static Candidate with(
            Candidate candidate,
            Optional<String> alias,
            Status status,
            Map<String, String> tags,
            Optional<Sha256> sha256) {
        return new Candidate(
                candidate.name(),
                candidate.version(),
                alias,
                candidate.runId(),
                candidate.source(),
                status,
                tags,
                sha256);
    }

    /** Files of a version, one for each number. */
    static StoredArtifact files(String version) {
        var file = new ArtifactFile("model.onnx", hash("model " + version), 100);
        return new StoredArtifact(new Artifact(List.of(file)), "{\"family\": \"dbnet\"}", "{\"inputs\": []}");
    }

    static Sha256 sha256(String version) {
        return files(version).artifact().sha256();
    }

    static Sha256 hash(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A model of which nothing is known. */
    static StoredModel unknown() {
        return StoredModel.unknown(MODEL);
    }

    /** The model after these versions have served, one after the other. */
    static StoredModel serving(String... versions) {
        var stored = unknown();
        for (var version : versions) {
            stored = after(
                    stored,
                    AT_NOON.serve(stored, champion(version), files(version), false, "not gated: a test", Map.of()));
        }
        return stored;
    }

    /** What is written down when a decision was. */
    static StoredModel after(StoredModel stored, Decision decision) {
        return switch (decision.kind()) {
            case NONE ->
                new StoredModel(MODEL, stored.epoch(), stored.sequence(), stored.announced(), decision.memory());
            case STATE, TOMBSTONE ->
                new StoredModel(MODEL, 1, stored.sequence() + 1, decision.state(), decision.memory());
        };
    }
}
