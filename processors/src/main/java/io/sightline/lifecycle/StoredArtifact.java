package io.sightline.lifecycle;

import io.sightline.artifact.Artifact;

/**
 * Files of a version, and what is known of them, as table {@code model_artifact} holds it.
 *
 * @param detector how pictures go in and detections come out, as JSON
 * @param signature what the model takes and gives, as JSON
 */
public record StoredArtifact(Artifact artifact, String detector, String signature) {}
