package io.sightline.lifecycle;

import java.util.UUID;

/**
 * How a command of somebody ended.
 *
 * @param isDone whether what was asked for was done
 * @param message what was done, or why it was not, for people
 */
public record EndedCommand(UUID id, boolean isDone, String message) {}
