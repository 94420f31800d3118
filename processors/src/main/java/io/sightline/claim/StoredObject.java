package io.sightline.claim;

import java.time.Instant;

/**
 * An object as the store lists it.
 *
 * @param size length in bytes
 * @param lastModified when it was put or copied
 */
public record StoredObject(String key, long size, Instant lastModified) {}
