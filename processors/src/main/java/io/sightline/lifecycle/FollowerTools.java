package io.sightline.lifecycle;

import io.sightline.failure.FailureClassifier;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What following a model takes.
 *
 * @param bucket the only one that files of models may lie in
 * @param nanoTime time that no clock's change moves, in nanoseconds
 */
public record FollowerTools(
        ModelLoader loader,
        LastServed lastServed,
        ShadowShares shares,
        FollowerMeters meters,
        FailureClassifier classifier,
        String bucket,
        Clock clock,
        LongSupplier nanoTime) {}
