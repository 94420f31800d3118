package io.sightline.demo;

import java.time.Instant;

/**
 * Who inferred a frame, and when.
 *
 * @param version of the model
 * @param completedAt when its detections were there
 */
public record Answer(String version, Instant completedAt) {}
