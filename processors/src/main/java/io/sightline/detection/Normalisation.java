package io.sightline.detection;

import java.util.Collections;
import java.util.List;

/**
 * What becomes of the value of a channel: {@code (value * scale - mean) / std}.
 *
 * @param mean per channel
 * @param std per channel
 */
record Normalisation(double scale, List<Double> mean, List<Double> std) {
    /** The pixels as they are. */
    static final Normalisation NONE = new Normalisation(1, 0, 1);
    /** To 0..1. */
    static final Normalisation UNIT = new Normalisation(1 / 255.0, 0, 1);
    /** To what the pictures of ImageNet have on average. */
    static final Normalisation IMAGENET =
            new Normalisation(1 / 255.0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    /** All channels alike. */
    Normalisation(double scale, double mean, double std) {
        this(scale, Collections.nCopies(3, mean), Collections.nCopies(3, std));
    }

    Normalisation {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }
}
