package io.sightline.evaluation;

import java.util.OptionalDouble;

/**
 * How well the objects of one category were found.
 *
 * @param category its name in the golden set
 * @param averagePrecision mean of the interpolated precision at 101 levels of recall, 0..1; empty for a category
 *     without a box to be found
 * @param groundTruths boxes to be found
 * @param truePositives detections that match one
 * @param falsePositives detections that match none; those within a crowd are neither
 */
public record ClassAveragePrecision(
        String category, OptionalDouble averagePrecision, int groundTruths, int truePositives, int falsePositives) {}
