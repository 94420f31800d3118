package io.sightline.lifecycle;

import io.sightline.failure.Quotation;
import java.util.Map;

/**
 * Why a version does not serve.
 *
 * @param message names the thing, its value and the way out
 * @param metrics figures that it rests on, by name
 */
public record Rejection(RejectionReason reason, String message, Map<String, Double> metrics) {
    private static final int LONGEST = 2000;

    public Rejection {
        // Parts of it are what files and registries say, and no row holds a NUL.
        message = Quotation.of(message, LONGEST);
        metrics = Map.copyOf(metrics);
    }

    Rejection(RejectionReason reason, String message) {
        this(reason, message, Map.of());
    }
}
