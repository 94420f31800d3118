package io.sightline.lifecycle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** On which share of its frames each model is run by its challenger too, as it was announced. */
public final class ShadowShares {
    private final Map<String, Double> shares = new ConcurrentHashMap<>();

    /** From 0 to 1; 0 when nothing challenges the model. */
    public double of(String model) {
        return shares.getOrDefault(model, 0.0);
    }

    void set(String model, double share) {
        shares.put(model, share);
    }

    void remove(String model) {
        shares.remove(model);
    }
}
